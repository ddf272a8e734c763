// The live view: what runs now with its elapsed time, how long it will still take, and the matrix filling.

import { stripVTControlCharacters } from "node:util";
import { createLogUpdate } from "log-update";
import type { EngineEvent } from "../../engine/run.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/plan.ts";
import type { Step } from "../../model/step.ts";
import { timeLeft } from "../../plan/time-left.ts";
import { widestOf } from "../../report/text-columns.ts";
import type { Forecast, Show } from "../../work/show.ts";
import { type Judged, liveFrame, type LiveState } from "./live-frame.ts";
import { endLine } from "./words.ts";

const redrawMs = 200;
/** Before that, steps that are only looked up in the store would count as work. */
const foretoldAfterMs = 3000;

export function showLive(): Show {
  const view = new LiveView();
  return {
    planned: (plan, forecast) => view.planned(plan, forecast),
    onEvent: (event) => view.onEvent(event),
    note: (line) => view.note(line),
    concluded: () => undefined,
    end: () => view.end(),
  };
}

type Begun = { readonly label: string; readonly since: number; readonly said: string };

class LiveView {
  readonly #screen = createLogUpdate(process.stdout);
  readonly #running = new Map<string, Begun>();
  readonly #judged = new Map<string, Judged>();
  readonly #ended = new Set<string>();
  readonly #startedAt = Date.now();
  readonly #timer = setInterval(() => this.#draw(), redrawMs);
  readonly #onResize = (): void => this.#resized();
  #plan: Plan | undefined;
  #steps: readonly Step[] = [];
  #forecast: Forecast | undefined;
  #frame = "";

  constructor() {
    process.stdout.on("resize", this.#onResize);
  }

  planned(plan: Plan, forecast: Forecast): void {
    this.#plan = plan;
    this.#steps = stepsOf(targetsOf(plan));
    this.#forecast = forecast;
  }

  onEvent(event: EngineEvent): void {
    const { id, label } = event.step;
    if (event.type === "started") this.#running.set(id, { label, since: Date.now(), said: "" });
    if (event.type === "said") this.#say(id, event.line);
    if (event.type === "ended") this.#end(event);
  }

  note(line: string): void {
    this.#screen.persist(line);
  }

  end(): void {
    clearInterval(this.#timer);
    process.stdout.off("resize", this.#onResize);
    this.#screen.clear();
    this.#screen.done();
  }

  #say(id: string, line: string): void {
    const running = this.#running.get(id);
    if (running) this.#running.set(id, { ...running, said: line });
  }

  /** What took long or went wrong stays above the view, as in a log. */
  #end(event: Extract<EngineEvent, { type: "ended" }>): void {
    const { step, trace, reused } = event;
    this.#running.delete(step.id);
    this.#ended.add(step.id);
    this.#judged.set(step.id, verdictOf(event, this.#forecast?.again ?? false));
    const worthALine = trace.outcome.status !== "pass" || (!reused && trace.durationMs > 1000);
    const line = endLine(event);
    if (line && worthALine) this.#screen.persist(line);
  }

  #draw(): void {
    const { columns, rows } = process.stdout;
    this.#frame = liveFrame(this.#state(), { columns, rows, colour: process.stdout.hasColors() });
    this.#screen(this.#frame);
  }

  #state(): LiveState {
    const now = Date.now();
    const elapsedMs = now - this.#startedAt;
    const all = this.#steps.filter(({ kind }) => kind.name !== "given");
    const running = [...this.#running.values()].map(({ label, since, said }) => {
      return { label, forMs: now - since, said };
    });
    return {
      plan: this.#plan,
      running,
      judged: this.#judged,
      steps: { ended: all.filter(({ id }) => this.#ended.has(id)).length, all: all.length },
      elapsedMs,
      ...(elapsedMs > foretoldAfterMs ? this.#leftMs(now) : {}),
    };
  }

  #leftMs(now: number): Pick<LiveState, "leftMs"> {
    if (!this.#forecast) return {};
    const { expected, width } = this.#forecast;
    const running = new Map([...this.#running].map(([id, { since }]) => [id, now - since]));
    const progress = { steps: this.#steps, ended: this.#ended, running, width };
    return { leftMs: timeLeft(progress, expected) };
  }

  /** A frame that a narrower terminal has wrapped takes more rows than it had lines: all of them go. */
  #resized(): void {
    const { columns } = process.stdout;
    const lines = this.#frame.split("\n").map((line) => widestOf([stripVTControlCharacters(line)]));
    const rows = lines.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    // Line by line: a terminal that is told to clear its whole screen may keep what was there in its history.
    process.stdout.write(`\r${"\u001b[1A\u001b[2K".repeat(rows)}`);
    this.#screen.done();
    this.#draw();
  }
}

function verdictOf(
  { step, trace: { outcome } }: Extract<EngineEvent, { type: "ended" }>,
  again: boolean,
): Judged {
  if (outcome.status !== "pass") return outcome.status === "error" ? "infra" : outcome.status;
  if (step.kind.name !== "judge-boot") return "pass";
  const verdict = (outcome.value as { verdict?: Judged }).verdict ?? "pass";
  return again && (verdict === "fail" || verdict === "infra") ? "again" : verdict;
}
