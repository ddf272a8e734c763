// The live view: what runs now with its elapsed time, and the matrix filling.

import { createLogUpdate } from "log-update";
import type { EngineEvent } from "../../engine/run.ts";
import type { Plan } from "../../model/plan.ts";
import type { Step } from "../../model/step.ts";
import type { Show } from "../../work/show.ts";
import { liveFrame, type Running } from "./live-frame.ts";
import { endLine } from "./words.ts";

const redrawMs = 200;

export function showLive(): Show {
  const view = new LiveView();
  return {
    planned: (plan) => view.planned(plan),
    onEvent: (event) => view.onEvent(event),
    note: (line) => view.note(line),
    concluded: () => undefined,
    end: () => view.end(),
  };
}

class LiveView {
  readonly #screen = createLogUpdate(process.stdout);
  readonly #running = new Map<string, Running>();
  readonly #judged = new Map<string, string>();
  readonly #startedAt = Date.now();
  readonly #timer = setInterval(() => this.#draw(), redrawMs);
  #plan: Plan | undefined;

  planned(plan: Plan): void {
    this.#plan = plan;
  }

  onEvent(event: EngineEvent): void {
    const { id, label } = event.step;
    if (event.type === "started") this.#running.set(id, { label, since: Date.now(), said: "" });
    if (event.type === "said") this.#say(id, event.line);
    if (event.type === "ended") this.#ended(event);
  }

  note(line: string): void {
    this.#screen.persist(line);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#screen.clear();
    this.#screen.done();
  }

  #say(id: string, line: string): void {
    const running = this.#running.get(id);
    if (running) this.#running.set(id, { ...running, said: line });
  }

  /** What took long or went wrong stays above the view, as in a log. */
  #ended(event: Extract<EngineEvent, { type: "ended" }>): void {
    const { step, trace, reused } = event;
    this.#running.delete(step.id);
    this.#judged.set(step.id, verdictOf(step, event));
    const worthALine = trace.outcome.status !== "pass" || (!reused && trace.durationMs > 1000);
    const line = endLine(event);
    if (line && worthALine) this.#screen.persist(line);
  }

  #draw(): void {
    const { columns, rows } = process.stdout;
    const view = {
      plan: this.#plan,
      running: [...this.#running.values()],
      judged: this.#judged,
      elapsedMs: Date.now() - this.#startedAt,
    };
    this.#screen(liveFrame(view, { columns, rows }));
  }
}

function verdictOf(step: Step, { trace }: Extract<EngineEvent, { type: "ended" }>): string {
  const { outcome } = trace;
  if (outcome.status !== "pass") return outcome.status === "error" ? "infra" : outcome.status;
  if (step.kind.name !== "judge-boot") return "pass";
  return (outcome.value as { verdict?: string }).verdict ?? "pass";
}
