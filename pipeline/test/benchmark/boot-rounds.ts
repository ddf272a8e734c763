// The unpatched kernel booted over and over, each boot a new one, and what each came to.

import { parseCommandLine } from "../../cli/arguments.ts";
import { planned } from "../../cli/commands/run.ts";
import { type Session, withSession } from "../../cli/session.ts";
import type { BootRecord } from "../../model/boot-record.ts";
import { waitedIn } from "../../model/cpu-use.ts";
import type { Judgement } from "../../model/judge.ts";
import type { Outcome } from "../../model/outcome.ts";
import { attemptOf, type PlannedAttempt } from "../../plan/attempts.ts";
import { newNonce } from "../../steps/machine.ts";
import type { Traces } from "../../engine/run.ts";

export type Booted = {
  readonly platform: string;
  readonly label: string;
  readonly verdict: string;
  /** `pass`, or the finding's reason and what is wrong. */
  readonly reason: string;
  readonly summary: string;
  /** Of the time of the boot, the share that a vCPU waited for a CPU; absent where nobody counts it. */
  readonly waited?: number;
};

/** Rounds over all cells of the base that the filters choose, until at least `times` guests were booted. */
export async function bootRounds(
  times: number,
  filters: readonly string[],
  afterRound: (session: Session, round: readonly Booted[]) => Promise<void>,
): Promise<Booted[]> {
  const { options } = parseCommandLine(["run", ...filters]);
  return withSession(options, async (session) => {
    const { plan } = await planned(session, options, { onEvent: () => undefined });
    const cells = plan.cells.filter(({ series }) => series === "base");
    const boots: Booted[] = [];
    for (let attempt = 2; boots.length < times; attempt += 1) {
      const how = { attempt, after: newNonce() };
      const due = cells.slice(0, times - boots.length).map((cell) => attemptOf(cell, cells, how));
      const traces = await session.run(
        due.map(({ judged }) => judged),
        () => undefined,
      );
      const round = due.map((one) => bootedOf(one, traces));
      boots.push(...round);
      await afterRound(session, round);
    }
    return boots;
  });
}

function bootedOf({ booted, judged }: PlannedAttempt, traces: Traces): Booted {
  const record = valueIn<BootRecord>(traces.get(booted.id)?.outcome);
  const outcome = traces.get(judged.id)?.outcome;
  const judgement = valueIn<Judgement>(outcome);
  const samples = record?.cpu ?? [];
  const waited = waitedIn(samples, samples.at(0)?.atMs ?? 0, samples.at(-1)?.atMs ?? 0);
  return {
    platform: record?.platform ?? booted.label,
    label: booted.label,
    verdict: judgement?.verdict ?? "not judged",
    reason: judgement ? (judgement.finding?.reason ?? "pass") : "not judged",
    summary: judgement ? (judgement.finding?.summary ?? "") : JSON.stringify(outcome),
    ...(waited ? { waited: waited.waitedMs / waited.ofMs } : {}),
  };
}

function valueIn<V>(outcome: Outcome | undefined): V | undefined {
  return outcome?.status === "pass" ? (outcome.value as unknown as V) : undefined;
}
