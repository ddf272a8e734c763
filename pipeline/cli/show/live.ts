// The live view: what runs now with its elapsed time, how long it will still take, and the matrix filling.

import { stripVTControlCharacters } from "node:util";
import { createLogUpdate } from "log-update";
import type { EngineEvent } from "../../engine/run.ts";
import type { Plan } from "../../model/work/plan.ts";
import { widestOf } from "../../report/safe/text-columns.ts";
import type { Forecast, Show } from "../../work/show.ts";
import { type CellState, liveFrame, type LiveState } from "./live-frame.ts";
import { Progress } from "./progress.ts";
import { endLine } from "./words.ts";

const redrawMs = 200;
const signals = ["SIGINT", "SIGTERM"] as const;

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

class LiveView {
  readonly #screen = createLogUpdate(process.stdout);
  readonly #progress = new Progress();
  readonly #judged = new Map<string, CellState>();
  readonly #timer = setInterval(() => this.#draw(), redrawMs);
  readonly #onResize = (): void => this.#resized();
  readonly #onSignal = (): void => this.#giveWay();
  #plan: Plan | undefined;
  #again = false;
  #frame = "";

  constructor() {
    process.stdout.on("resize", this.#onResize);
    // Before the session's own listener, which says on the same terminal what happens now.
    for (const signal of signals) process.prependListener(signal, this.#onSignal);
  }

  planned(plan: Plan, forecast: Forecast): void {
    this.#plan = plan;
    this.#again = forecast.again;
    this.#progress.planned(plan, forecast);
  }

  onEvent(event: EngineEvent): void {
    this.#progress.onEvent(event);
    if (event.type === "ended") this.#end(event);
  }

  note(line: string): void {
    this.#screen.persist(line);
  }

  end(): void {
    clearInterval(this.#timer);
    process.stdout.off("resize", this.#onResize);
    for (const signal of signals) process.off(signal, this.#onSignal);
    this.#giveWay();
  }

  /** Whatever is printed next stands where the frame was; the next frame begins below it. */
  #giveWay(): void {
    this.#screen.clear();
    this.#screen.done();
  }

  /** What took long or went wrong stays above the view, as in a log. */
  #end(event: Extract<EngineEvent, { type: "ended" }>): void {
    const { step, trace, reused } = event;
    this.#judged.set(step.id, verdictOf(event, this.#again));
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
    const leftMs = this.#progress.leftMs(now);
    return {
      plan: this.#plan,
      running: this.#progress.running(now),
      judged: this.#judged,
      steps: this.#progress.steps(),
      elapsedMs: now - this.#progress.startedAt,
      ...(leftMs === undefined ? {} : { leftMs }),
    };
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
): CellState {
  if (outcome.status !== "pass") return outcome.status === "error" ? "infra" : outcome.status;
  if (step.kind.name !== "judge-boot") return "pass";
  const verdict = (outcome.value as { verdict?: CellState }).verdict ?? "pass";
  return again && (verdict === "fail" || verdict === "infra") ? "again" : verdict;
}
