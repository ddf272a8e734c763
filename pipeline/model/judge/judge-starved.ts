// Was the machine at fault? If only time ran out, and the guest or its host got too little CPU time, no kernel is blamed.

import { longestWait } from "../boot/boot-clock.ts";
import { type CpuSample, type Heard, type Waited, waitedIn } from "../boot/cpu-use.ts";
import { type Finding, type FindingReason, isWatchdog } from "./finding.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import type { ClockReading } from "../boot/clock-reading.ts";
import { clockRun } from "./judge-clock.ts";
import { bodiesOf, type Witness } from "./witness.ts";

type ObservedTiming = {
  readonly host?: Witness & { readonly guest: string };
  readonly clock?: readonly ClockReading[];
  readonly heard?: Heard;
  readonly cpu?: readonly CpuSample[];
};

/** What a guest waits is added to its clocks up to a limit (boot-clock.ts); beyond it the guest did not have its time. */
const starvedShare = longestWait / (1 + longestWait);

/** A host beats once a second on each CPU; a busy machine makes that two or three. */
const longestBeatMs = 5000;

/** The finding as it is, or as the infrastructure's, with the figure that says so. */
export function unlessStarved(
  finding: Finding,
  seen: ObservedTiming,
  tests: readonly GuestTest[],
): Finding {
  const span = spanOf(finding, seen, tests);
  if (!span) return finding;
  const why = brokenHost(seen) ?? starved(finding, seen, span);
  if (!why) return finding;
  return { ...finding, fault: "infrastructure", summary: `${finding.summary}; ${why}` };
}

type Span = readonly [fromMs: number, toMs: number];

const outOfTime: ReadonlySet<FindingReason> = new Set(["no-start", "hang", "silence"]);

/** When it went wrong, by our own clock; undefined if the finding does not depend on time. */
function spanOf(
  finding: Finding,
  seen: ObservedTiming,
  tests: readonly GuestTest[],
): Span | undefined {
  const { heard, cpu = [] } = seen;
  const whole: Span = [cpu.at(0)?.atMs ?? 0, cpu.at(-1)?.atMs ?? 0];
  if (isWatchdog(finding)) return whole;
  if (outOfTime.has(finding.reason)) return [heard?.lastMs ?? whole[0], whole[1]];
  if (finding.reason === "wrong-clock") return readingsSpan(seen.clock);
  return finding.reason === "test-failed" ? lateTest(tests, heard) : undefined;
}

function readingsSpan(clock: ObservedTiming["clock"] = []): Span | undefined {
  const [first, last] = [clock.at(0), clock.at(-1)];
  return first && last && [first.arrivedMs, last.arrivedMs];
}

/** If everything that failed was too late: from the record before the first failure to the last failure. */
function lateTest(tests: readonly GuestTest[], heard: Heard | undefined): Span | undefined {
  const failed = tests.filter(({ result }) => result === "fail");
  const [first, last] = [failed.at(0), failed.at(-1)];
  if (!first || !last || !failed.every(isOutOfTime)) return undefined;
  const before = tests[tests.indexOf(first) - 1];
  const [from, to] = [before && heard?.tests[before.name], heard?.tests[last.name]];
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** As images/guest/test.c says it: of a test that it had to kill, and where something did not come in time. */
export function isOutOfTime({ detail }: GuestTest): boolean {
  return detail.startsWith("killed by SIGALRM") || detail.startsWith("too late: ");
}

function starved(
  finding: Finding,
  { cpu = [], clock = [] }: ObservedTiming,
  span: Span,
): string | undefined {
  const waited = waitedIn(cpu, ...span);
  if (!waited || !explains(finding, waited, clock)) return undefined;
  return `in ${seconds(waited.ofMs)} s of this a CPU of its QEMU waited ${seconds(waited.waitedMs)} s for one of this machine's`;
}

/** A clock that lost no more than its CPU waited lost nothing by itself. */
function explains(
  { reason }: Finding,
  { ofMs, waitedMs }: Waited,
  clock: readonly ClockReading[],
): boolean {
  const gone = reason === "wrong-clock" ? clockRun(clock) : undefined;
  const lost = gone ? gone.hostMs - gone.guestMs : 0;
  return lost > 0 ? lost <= waitedMs : waitedMs >= starvedShare * ofMs;
}

/** Its host wrote down how long each of its CPUs slept while the guest ran: `guest.beats`, see images/README.md. */
function brokenHost({ host }: ObservedTiming): string | undefined {
  if (!host) return undefined;
  const said = bodiesOf(host).flatMap(({ body }) =>
    body.record === "fact" && body.name === "guest.beats" ? [body.value] : [],
  );
  const own = said.find((value) => value.startsWith(`${host.guest} `))?.split(" ") ?? [];
  for (const word of own.slice(1)) {
    const [cpu, longest] = word.split(":");
    if (Number(longest) >= longestBeatMs)
      return `CPU ${cpu} of its host had no timer for ${seconds(Number(longest))} s`;
  }
  return undefined;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
