// Where trials are done: plans one, runs what the store does not have, and says what it proves.

import { benchTargetsOf } from "../../model/bench-plan.ts";
import type { Trial } from "../../model/bisect.ts";
import { UserError } from "../../model/errors.ts";
import { baseRow } from "../../model/series.ts";
import { bootPlanOf, countPlanOf, type Tried } from "../../plan/bisect-ground.ts";
import {
  type Counted,
  countedIn,
  isBuildFailure,
  trialOfCell,
  trialOfCount,
} from "../../plan/bisect-trial.ts";
import type { Ground } from "../../plan/matrix.ts";
import { metricsOf } from "../../plan/metrics.ts";
import { runRecordOf } from "../../plan/run-record.ts";
import { runWithAttempts } from "../run-attempts.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";

type Wishes = {
  readonly metric: string | undefined;
  readonly attempts: number | undefined;
  readonly onEvent: Show["onEvent"];
};

export class Lab {
  readonly #session: Session;
  readonly #ground: Ground;
  readonly #wishes: Wishes;
  #builds = false;
  #before = 0;

  /** `ground` selects one platform and one flavour. */
  constructor(session: Session, ground: Ground, wishes: Wishes) {
    this.#session = session;
    this.#ground = ground;
    this.#wishes = wishes;
  }

  /** What there is now decides what is looked for: a failure to build, or another. */
  async now(tried: Tried): Promise<Trial> {
    if (this.#wishes.metric !== undefined) return this.try(tried);
    const cell = await this.#cell(tried);
    this.#builds = isBuildFailure(cell);
    return trialOfCell(cell, { builds: this.#builds, withBase: true });
  }

  /** What there was before is what counts are held against. Throws UserError where it has no exact one. */
  async before(tried: Tried): Promise<Trial> {
    const { metric } = this.#wishes;
    if (metric === undefined) return this.try(tried);
    const counted = await this.#count(tried, metric);
    const { value, words } = counted;
    if (value === undefined)
      throw new UserError(
        `--metric ${metric}: ${words}, before anything was changed`,
        "./twinboot bench lists what is exact, platform by platform",
      );
    this.#before = value;
    return trialOfCount(counted, value);
  }

  /** `withBase`: whether a failure that the unpatched head has too is what is looked for. */
  async try(tried: Tried, withBase = true): Promise<Trial> {
    const { metric } = this.#wishes;
    if (metric !== undefined) return trialOfCount(await this.#count(tried, metric), this.#before);
    return trialOfCell(await this.#cell(tried), { builds: this.#builds, withBase });
  }

  async #cell(tried: Tried) {
    const { number, startedAt, host, descriptions } = this.#session;
    const { attempts, onEvent } = this.#wishes;
    const plan = bootPlanOf(this.#ground, tried);
    const ran = await runWithAttempts(this.#session, plan, attempts, onEvent);
    const { platforms } = descriptions;
    const about = { run: number, startedAt, durationMs: 0, host, platforms };
    const { cells } = runRecordOf({ ...about, plan, ...ran });
    const cell = cells.find(({ series }) => series === (tried.series?.series ?? baseRow));
    if (!cell) throw new Error("a trial was planned without its cell");
    return cell;
  }

  async #count(tried: Tried, metric: string): Promise<Counted> {
    const { host } = this.#session;
    const bench = countPlanOf(this.#ground, tried);
    const sizes = metric.startsWith("size/");
    const wanted = sizes ? { ...bench, counts: [] } : { ...bench, sizes: [] };
    const traces = await this.#session.run(benchTargetsOf(wanted), this.#wishes.onEvent);
    return countedIn(metricsOf(wanted, traces, host.qemu.digest), metric);
  }
}
