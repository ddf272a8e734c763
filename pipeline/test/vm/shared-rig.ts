// Boots the newest kernel's guests in one boot of their host, both changed as a test wants them.

import { planned } from "../../work/pinned.ts";
import { withSession } from "../../work/session.ts";
import type { Traces } from "../../engine/run.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import { digestOfValue } from "../../model/digest.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { defaultAttempts } from "../../model/judge/attempts.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { PlannedCell } from "../../model/work/plan.ts";
import type { GuestPlatform, MachinePlatform } from "../../model/described/platform.ts";
import type { Step } from "../../model/work/step.ts";

export type Shared = { readonly host: MachinePlatform; readonly guests: readonly GuestPlatform[] };

type Change = (shared: Shared) => Shared;

/** `verdict`: with the finding's reason, where there is one. */
export type SharedSeen = {
  readonly platform: string;
  readonly verdict: string;
  readonly because: string;
  readonly summary: string;
};

/** `platforms` share one boot. As in a run, what a busy machine spoiled is booted again, and told of. */
export async function judgedShared(
  platforms: readonly string[],
  change: Change,
): Promise<SharedSeen[]> {
  for (let attempt = 1; ; attempt += 1) {
    const seen = await judgedOnce(platforms, change);
    const spoiled = seen.filter(({ summary }) => starved.test(summary));
    if (!spoiled.length || attempt === defaultAttempts) return seen;
    for (const { platform, summary } of spoiled)
      console.warn(`${platform}, attempt ${attempt}: ${summary}`);
  }
}

/** As judge-starved.ts says it. */
const starved = /a CPU of its QEMU waited|of its host had no timer/;

async function judgedOnce(platforms: readonly string[], change: Change): Promise<SharedSeen[]> {
  return withSession({ fresh: true }, async (session) => {
    const { plan } = await planned(session, { platform: platforms }, { onEvent: () => undefined });
    const shared = new Map<string, Step>();
    const newest = plan.cells.slice(-platforms.length);
    const cells = newest.map((cell) => changedCell(cell, change, shared));
    const traces = await session.run(
      cells.map((cell) => cell.judged),
      () => undefined,
    );
    return cells.map(({ platform, booted, judged: by }) => {
      const { verdict, finding } = valueOf(traces, by);
      const { because } = valueOf(traces, booted).ended;
      const summary = finding?.summary ?? "";
      return {
        platform,
        verdict: finding ? `${verdict}: ${finding.reason}` : verdict,
        because,
        summary,
      };
    });
  });
}

type Words = { readonly host?: readonly string[]; readonly guest?: readonly string[] };

/** More words on the command lines; one that a guest has already is replaced. */
export function withWords({ host: ofHost = [], guest: ofGuest = [] }: Words): Change {
  const names = new Set(ofGuest.map(nameOf));
  return ({ host, guests }) => ({
    host: { ...host, cmdline: [...host.cmdline, ...ofHost] },
    guests: guests.map((guest) => {
      const kept = guest.cmdline.filter((word) => !names.has(nameOf(word)));
      return { ...guest, cmdline: [...kept, ...ofGuest] };
    }),
  });
}

function nameOf(word: string): string {
  return word.split("=")[0] ?? word;
}

/** The cell with another host and other guests; `made` has the boot that its neighbour uses too. */
function changedCell(
  cell: PlannedCell,
  change: Change,
  made: Map<string, Step>,
): Pick<PlannedCell, "platform" | "booted" | "judged"> {
  const whole = cell.booted.inputs["shared"];
  if (!whole) throw new Error(`${cell.platform} is no guest`);
  const params = { ...whole.params, ...change(whole.params as unknown as Shared) } as JsonObject;
  const shared = made.get(whole.id) ?? again({ ...whole, params });
  made.set(whole.id, shared);
  const booted: Step<BootRecord> = again({ ...cell.booted, inputs: { shared } });
  const by: Step<Judgement> = again({ ...cell.judged, inputs: { ...cell.judged.inputs, booted } });
  return { platform: cell.platform, booted, judged: by };
}

/** The same work by another name, as its inputs or parameters are others. */
function again<V extends Json>(step: Step<V>): Step<V> {
  const inputs = Object.values(step.inputs).map(({ id }) => id);
  return { ...step, id: digestOfValue({ changed: step.id, params: step.params, inputs }) };
}

function valueOf<V extends Json>(traces: Traces, of: Step<V>): V {
  const outcome = traces.get(of.id)?.outcome;
  if (outcome?.status === "pass") return outcome.value as V;
  throw new Error(`${of.label}: ${JSON.stringify(outcome)}`);
}
