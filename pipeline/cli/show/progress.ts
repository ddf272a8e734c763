// What runs now, how far it is, and how long the run will still take: what every view tells.

import type { EngineEvent } from "../../engine/run.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/work/plan.ts";
import type { Advance, Step } from "../../model/work/step.ts";
import { timeLeft } from "../../plan/matrix/time-left.ts";
import type { Forecast } from "../../work/show.ts";

/** Before that, steps that are only looked up in the store would count as work. */
const foretoldAfterMs = 3000;

export type Running = { readonly label: string; readonly forMs: number; readonly said: string };

type Begun = { readonly label: string; readonly since: number; said?: string; to?: Advance };

export class Progress {
  readonly startedAt = Date.now();
  readonly #begun = new Map<string, Begun>();
  readonly #ended = new Set<string>();
  #steps: readonly Step[] = [];
  #forecast: Forecast | undefined;

  planned(plan: Plan, forecast: Forecast): void {
    this.#steps = stepsOf(targetsOf(plan));
    this.#forecast = forecast;
  }

  onEvent(event: EngineEvent): void {
    const { id, label } = event.step;
    const begun = this.#begun.get(id);
    if (event.type === "started") this.#begun.set(id, { label, since: Date.now() });
    if (event.type === "said" && begun) begun.said = event.line;
    if (event.type === "advanced" && begun) begun.to = event.to;
    if (event.type === "ended") {
      this.#begun.delete(id);
      this.#ended.add(id);
    }
  }

  /** The oldest first, with how far each is, or what it last said. */
  running(now: number): Running[] {
    return [...this.#begun.values()].map(({ label, since, to, said = "" }) => ({
      label,
      forMs: now - since,
      said: to ? `${to.done} of about ${to.of} ${to.unit}` : said,
    }));
  }

  /** Of the plan. */
  steps(): { ended: number; all: number } {
    const all = this.#steps.filter(({ kind }) => kind.name !== "constant");
    return { ended: all.filter(({ id }) => this.#ended.has(id)).length, all: all.length };
  }

  /** Undefined until it can be told; 0 while cells are booted again. */
  leftMs(now: number): number | undefined {
    if (!this.#forecast || now - this.startedAt < foretoldAfterMs) return undefined;
    const { expected, width } = this.#forecast;
    const running = new Map(
      [...this.#begun].map(([id, { since, to }]) => [
        id,
        { forMs: now - since, share: to ? to.done / to.of : 0 },
      ]),
    );
    return timeLeft({ steps: this.#steps, ended: this.#ended, running, width }, expected);
  }
}
