// Where trials are done: plans one, runs what the store does not have, and says what it proves.

import { benchTargetsOf } from "../../model/cost/bench-plan.ts";
import type { Trial } from "../../model/search/bisect.ts";
import { UserError } from "../../model/errors.ts";
import { baseRow } from "../../model/described/series.ts";
import { bootPlanOf, countPlanOf, type Tried } from "../../plan/bisect/trial-plans.ts";
import {
  type Counted,
  countedIn,
  isBuildFailure,
  problemOf,
  trialOfCell,
  trialOfCount,
} from "../../plan/bisect/bisect-trial.ts";
import type { PlanRequest } from "../../plan/matrix/matrix.ts";
import { metricsOf } from "../../plan/metrics.ts";
import { runRecordOf } from "../../plan/matrix/run-record.ts";
import { runWithAttempts } from "../run-attempts.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";

type Wishes = {
  readonly metric: string | undefined;
  readonly attempts: number | undefined;
  readonly onEvent: Show["onEvent"];
};

export class TrialRunner {
  readonly #session: Session;
  readonly #request: PlanRequest;
  readonly #wishes: Wishes;
  #builds = false;
  #problem: string | undefined;
  #before = 0;

  /** `request` selects one platform and one flavour. */
  constructor(session: Session, request: PlanRequest, wishes: Wishes) {
    this.#session = session;
    this.#request = request;
    this.#wishes = wishes;
  }

  /** What there is now decides what is looked for: a failure to build, or this very failure. */
  async now(tried: Tried): Promise<Trial> {
    if (this.#wishes.metric !== undefined) return this.try(tried);
    const cell = await this.#cell(tried);
    this.#builds = isBuildFailure(cell);
    if (!this.#builds) this.#problem = problemOf(cell);
    return trialOfCell(cell, { builds: this.#builds, withBase: true });
  }

  /** Counts are compared with those of the old state. Throws UserError if it has no exact count. */
  async before(tried: Tried): Promise<Trial> {
    const { metric } = this.#wishes;
    if (metric === undefined) return this.try(tried);
    const counted = await this.#count(tried, metric);
    const { value, words } = counted;
    if (value === undefined)
      throw new UserError(
        `--metric ${metric}: ${words}, before anything was changed`,
        "./twinboot bench lists exact counts for each platform",
      );
    this.#before = value;
    return trialOfCount(counted, value);
  }

  /** `withBase`: whether a failure that the unpatched head has too is what is looked for. */
  async try(tried: Tried, withBase = true): Promise<Trial> {
    const { metric } = this.#wishes;
    if (metric !== undefined) return trialOfCount(await this.#count(tried, metric), this.#before);
    const asked = { builds: this.#builds, withBase, problem: this.#problem };
    return trialOfCell(await this.#cell(tried), asked);
  }

  async #cell(tried: Tried) {
    const { number, startedAt, host, descriptions } = this.#session;
    const { attempts, onEvent } = this.#wishes;
    const plan = bootPlanOf(this.#request, tried);
    const ran = await runWithAttempts(this.#session, plan, attempts, onEvent);
    const { platforms } = descriptions;
    const about = { run: number, startedAt, durationMs: 0, host, platforms };
    const { cells } = runRecordOf({ ...about, plan, ...ran });
    const cell = cells.find(({ series }) => series === (tried.series?.series ?? baseRow));
    if (!cell) throw new Error("a trial was planned without its cell");
    return cell;
  }

  async #count(tried: Tried, metric: string): Promise<Counted> {
    const bench = countPlanOf(this.#request, tried);
    const sizes = metric.startsWith("size/");
    const wanted = sizes ? { ...bench, counts: [] } : { ...bench, sizes: [] };
    const traces = await this.#session.run(benchTargetsOf(wanted), this.#wishes.onEvent);
    return countedIn(metricsOf(wanted, traces), metric);
  }
}
