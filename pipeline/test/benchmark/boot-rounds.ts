// The unpatched kernel booted over and over, each boot a new one, and what each came to.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import { waitedIn } from "../../model/boot/cpu-use.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import { attemptOf, type PlannedAttempt } from "../../plan/matrix/attempts.ts";
import { newNonce } from "../../steps/boot/machine.ts";
import type { Traces } from "../../engine/run.ts";
import type { Filters } from "../../plan/read/selection.ts";
import { planned } from "../../work/pinned.ts";
import { type Session, withSession } from "../../work/session.ts";

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
  { withoutGuests = false, ...filters }: Filters & { readonly withoutGuests?: boolean },
  afterRound: (session: Session, round: readonly Booted[]) => Promise<void>,
): Promise<Booted[]> {
  return withSession({}, async (session) => {
    const { plan } = await planned(session, filters, { onEvent: () => undefined });
    const base = plan.cells.filter(({ series }) => series === "base");
    const cells = base.filter(({ booted }) => !withoutGuests || !booted.inputs["shared"]);
    const boots: Booted[] = [];
    for (let attempt = 2; boots.length < times; attempt += 1) {
      const how = { attempt, after: newNonce() };
      const chosen = cells.slice(0, times - boots.length);
      const due = chosen.map((cell) => attemptOf(cell, cells, how));
      const traces = await session.run(
        due.map(({ judged }) => judged),
        () => undefined,
      );
      const round = due.map((one, at) => bootedOf(chosen[at]?.platform ?? "", one, traces));
      boots.push(...round);
      await afterRound(session, round);
    }
    return boots;
  });
}

function bootedOf(platform: string, { booted, judged }: PlannedAttempt, traces: Traces): Booted {
  const record = traces.get(booted.id)?.outcome as Outcome<BootRecord> | undefined;
  const outcome = traces.get(judged.id)?.outcome as Outcome<Judgement> | undefined;
  const common = {
    platform,
    label: booted.label,
    ...waitedOf(record?.status === "pass" ? record.value : undefined),
  };
  if (outcome?.status !== "pass")
    return {
      ...common,
      verdict: "not judged",
      reason: "not judged",
      summary: JSON.stringify(outcome),
    };
  const { verdict, finding } = outcome.value;
  return {
    ...common,
    verdict,
    reason: finding?.reason ?? "pass",
    summary: finding?.summary ?? "",
  };
}

function waitedOf(record: BootRecord | undefined): Pick<Booted, "waited"> {
  const samples = record?.cpu ?? [];
  const waited = waitedIn(samples, 0, Infinity);
  return waited ? { waited: waited.waitedMs / waited.ofMs } : {};
}
