// The judge: a pure function of what a boot left behind. A pass needs every proof; an absent proof is never a pass.

import type { BootEnd } from "../boot/boot-record.ts";
import type { ConsoleFault } from "./console-fault.ts";
import type { CpuSample, Heard } from "../boot/cpu-use.ts";
import { lastActivity } from "../boot/last-activity.ts";
import type { Expected } from "../described/expected.ts";
import { type Fault, type Finding, type FindingReason, kernelFault } from "./finding.ts";
import type { GuestTest, RecordLine } from "../boot/guest-record.ts";
import type { ClockReading } from "../boot/clock-reading.ts";
import type { KtapResult } from "../boot/ktap.ts";
import { judgeClock } from "./judge-clock.ts";
import { reportedCrash, withReport } from "./judge-crash.ts";
import { type HostWitness, judgeHost } from "./judge-host.ts";
import {
  deniedLine,
  type SetAside,
  withoutAllowedFaults,
  withoutAllowedTests,
} from "./judge-known.ts";
import type { Allowed, Known } from "../described/known.ts";
import { judgeLoad } from "./judge-load.ts";
import { judgeEvents } from "./judge-events.ts";
import { judgeProbes } from "./judge-probes.ts";
import { judgeProof, platformOnConsole } from "./judge-proof.ts";
import { isOutOfTime, unlessStarved } from "./judge-starved.ts";
import { judgeSuite } from "./judge-suite.ts";
import { judgeTaint } from "./judge-taint.ts";
import { faultOf, kernelFaultFinding } from "./kernel-fault.ts";
import { bodiesOf, lastLines, type Witness } from "./witness.ts";

export type ObservedBoot = {
  readonly guest: Witness;
  /** What runs the guest, where it is not a QEMU of ours. */
  readonly host?: HostWitness;
  readonly ended: BootEnd;
  readonly clock?: readonly ClockReading[];
  readonly heard?: Heard;
  readonly cpu?: readonly CpuSample[];
  /** Where each vCPU of a guest stood that hung, a line for each. */
  readonly vcpus?: readonly string[];
  /** Of QEMU's monitor. */
  readonly events?: readonly string[];
  /** What its console says as KTAP, where that counts. */
  readonly ktap?: KtapResult;
};

export type Judgement = {
  /** `blocked`: the host never started this guest. */
  readonly verdict: "pass" | "fail" | "infra" | "blocked";
  readonly finding?: Finding;
  /** False when the guest said all it had to say and then had to be killed. */
  readonly cleanEnd: boolean;
  readonly facts: Readonly<Record<string, string>>;
  readonly tests: readonly GuestTest[];
  /** Known faults that were seen and did not decide. */
  readonly allowed?: readonly Allowed[];
  /** The console's normalised lines that complain of something. */
  readonly notices?: readonly string[];
  /** Where tests failed: what would be found if all had passed. */
  readonly behindTests?: Finding;
};

/** Looks in the order in which one failure hides another: hypervisor, host, kernel, records, identity, platform, tests, clock. */
export function judge(seen: ObservedBoot, expected: Expected): Judgement {
  if (expected.foreign) return judgeForeign(seen, expected);
  const { left, allowed } = withoutAllowed(seen, expected.known);
  const facts = factsOf(seen.guest);
  const tests = testsOf(seen.guest);
  const counted = withoutAllowedTests(tests, expected.known);
  const proof = (of: readonly GuestTest[]): Finding | undefined =>
    judgeProof(seen.guest.console, facts, of, expected) ??
    judgeProbes(tests, expected) ??
    hostNeverSaid(seen, expected) ??
    judgeEvents(seen.events ?? [], expected) ??
    judgeClock(seen, facts);
  const first = brokenBoot(seen, left, expected) ?? proof(counted.left);
  const found = isLate(first, counted.left) ? (judgeClock(seen, facts) ?? first) : first;
  const wrong = found && unlessStarved(found, seen, tests);
  const cleanEnd = isCleanEnd(seen.ended, expected);
  const all = [...allowed, ...counted.allowed];
  const rest = { cleanEnd, facts, tests, ...(all.length ? { allowed: all } : {}) };
  if (!wrong) return { verdict: "pass", ...rest };
  const behind =
    wrong.reason === "test-failed"
      ? proof(tests.filter(({ result }) => result !== "fail"))
      : undefined;
  const behindTests = behind ? { behindTests: behind } : {};
  return { verdict: verdictOf(wrong), finding: wrong, ...rest, ...behindTests };
}

function isCleanEnd({ how, because }: BootEnd, { outlived }: Expected): boolean {
  return because === "power-off" || how === "saved" || (outlived === true && because === "unclean");
}

/** Of a guest that is not ours: that its host ran it, and what it printed. How it ended says nothing, as it never ends. */
function judgeForeign(seen: ObservedBoot, expected: Expected): Judgement {
  const suite = expected.ktap ? judgeSuite(seen, expected) : undefined;
  const found =
    hostFinding(seen, expected) ??
    suite?.finding ??
    platformOnConsole(seen.guest.console, expected) ??
    hostNeverSaid(seen, expected);
  const wrong = found && unlessStarved(found, seen, []);
  const rest = { cleanEnd: true, facts: {}, tests: [], ...suite?.tests };
  return wrong
    ? { verdict: verdictOf(wrong), finding: wrong, ...rest }
    : { verdict: "pass", ...rest };
}

/** What keeps a boot from proving anything; `left`: without the faults that are known. */
function brokenBoot(
  seen: ObservedBoot,
  left: ObservedBoot,
  expected: Expected,
): Finding | undefined {
  return (
    hostFinding(left, expected) ??
    kernelFinding({ ...left, guest: unasked(left.guest, expected) }) ??
    deniedLine(left.guest, expected.known) ??
    reportedCrash(left.guest, left.host) ??
    recordFinding(left) ??
    judgeLoad(left.guest, factsOf(left.guest)) ??
    judgeTaint(left.guest, setAside(seen.guest, left.guest))
  );
}

/** By a clock that runs many times too fast every test takes too long: then it is the clock that is wrong. */
function isLate(found: Finding | undefined, tests: readonly GuestTest[]): boolean {
  const failed = tests.filter(({ result }) => result === "fail");
  return found?.reason === "test-failed" && failed.every(isOutOfTime);
}

function withoutAllowed(
  { guest, host, ...rest }: ObservedBoot,
  known: readonly Known[],
): SetAside<ObservedBoot> {
  const own = withoutAllowedFaults(guest, known);
  if (!host) return { left: { ...rest, guest: own.left }, allowed: own.allowed };
  const under = withoutAllowedFaults(host, known);
  const left = { ...rest, guest: own.left, host: under.left };
  return { left, allowed: [...own.allowed, ...under.allowed] };
}

function setAside(all: Witness, left: Witness): ConsoleFault[] {
  return all.console.faults.filter((fault) => !left.console.faults.includes(fault));
}

export function verdictOf({ reason, fault }: Finding): Judgement["verdict"] {
  if (reason === "not-reached") return "blocked";
  return fault === "infrastructure" ? "infra" : "fail";
}

function factsOf(witness: Witness): Record<string, string> {
  const facts = bodiesOf(witness).flatMap(({ body }) =>
    body.record === "fact" ? [[body.name, body.value] as const] : [],
  );
  return Object.fromEntries(facts);
}

function testsOf(witness: Witness): GuestTest[] {
  return bodiesOf(witness).flatMap(({ body }) => (body.record === "test" ? [body] : []));
}

/** What runs the guest: its host, or the hypervisor that prints to the guest's console. */
function hostFinding(
  { guest, host, ended }: ObservedBoot,
  { hypervisorSpeaks }: Expected,
): Finding | undefined {
  if (host) return judgeHost(host, ended);
  if (!hypervisorSpeaks) return undefined;
  return (
    faultOf(guest, "hypervisor-crash", "hypervisor") ??
    faultOf(guest, "hypervisor-oops", "hypervisor")
  );
}

/** Without the panic that the platform asks for, and without the start that follows it: one of each. */
function unasked(guest: Witness, { evidence: { panic } }: Expected): Witness {
  const { console } = guest;
  const asked = console.faults.find(
    ({ kind, text }) => panic !== undefined && kind === "panic" && text.includes(panic),
  );
  if (!asked) return guest;
  const again = console.faults.find(({ kind, line }) => kind === "reset" && line > asked.line);
  const faults = console.faults.filter((fault) => fault !== asked && fault !== again);
  return { ...guest, console: { ...console, faults } };
}

/** Of a guest without a host, what the hypervisor says stands on its own console. */
function hostNeverSaid({ host }: ObservedBoot, { evidence }: Expected): Finding | undefined {
  const lines = host?.console.lines ?? [];
  const lacking = evidence.host.find((text) => !lines.some((line) => line.includes(text)));
  if (lacking === undefined) return undefined;
  return finding("missing-proof", "hypervisor", `the host's console never says "${lacking}"`);
}

function kernelFinding({ guest, host }: ObservedBoot): Finding | undefined {
  const found = kernelFaultFinding(guest);
  return found && withReport(found, host);
}

/** The records themselves: present, complete, in order. A damaged record that was repeated intact does not count. */
function recordFinding(seen: ObservedBoot): Finding | undefined {
  const { guest, ended } = seen;
  const own = bodiesOf(guest);
  if (!own.length) return startFinding(seen);
  const over = own.some((record) => record.body.record === "end") || ended.how === "exited";
  const lost = over ? sequenceFinding(guest, own) : undefined;
  if (lost?.reason === "damaged-records") return lost;
  if (!own.some((record) => record.body.record === "end")) return endFinding(seen);
  return lost;
}

function startFinding(seen: ObservedBoot): Finding {
  const detail = lastSeen(seen);
  if (seen.ended.how === "saved")
    return finding("missing-records", "infrastructure", "the log holds no record of its guest", {
      detail,
    });
  if (!seen.guest.console.lines.some((line) => line.trim()))
    return finding("silence", kernelFault, "the guest never printed a byte", { detail });
  if (seen.ended.how === "exited")
    return finding("died", kernelFault, "the guest went down before its first record", { detail });
  return finding("no-start", kernelFault, "the guest's PID 1 never spoke", { detail });
}

function endFinding(seen: ObservedBoot): Finding {
  const detail = lastSeen(seen);
  if (seen.ended.how === "saved") {
    const why =
      "the log ends before the guest's last record: it was cut, or the guest went down there";
    return finding("missing-records", "infrastructure", why, { detail });
  }
  if (seen.ended.how === "exited")
    return finding("died", kernelFault, "the guest went down in the middle of its records", {
      detail,
    });
  const doing = lastActivity(bodiesOf(seen.guest));
  const why =
    seen.ended.because === "silence"
      ? "the guest fell silent before its last record"
      : "the guest did not come to its last record in time";
  return finding("hang", kernelFault, `${why}, ${doing}`, { detail });
}

/** As many lines as every report shows. */
const mostSeen = 20;

/** Where its vCPUs stood, then its last lines. */
function lastSeen({ guest, vcpus = [] }: ObservedBoot): string[] {
  const shown = vcpus.slice(0, mostSeen / 2);
  return [...shown, ...lastLines(guest.console).slice(shown.length - mostSeen)];
}

function sequenceFinding(guest: Witness, own: readonly RecordLine[]): Finding | undefined {
  const gap = own.findIndex((record, index) => record.seq !== index);
  if (gap === -1 && isCounted(own)) return undefined;
  const damaged = damageInPlaceOf(guest, own, gap);
  if (damaged) {
    const line = { in: guest.console.name, line: damaged.line, text: damaged.text };
    const why = `a record is damaged (${damaged.why}) and was not said again; nothing in it is believed`;
    return finding("damaged-records", "infrastructure", why, { line });
  }
  const why =
    gap === -1
      ? "the last record counts others than those that arrived"
      : `record ${gap} is missing: number ${own[gap]?.seq} stands in its place`;
  return finding("missing-records", "infrastructure", why);
}

/** The damaged line in the place of the missing record; elsewhere the record was repeated intact. */
function damageInPlaceOf(guest: Witness, own: readonly RecordLine[], gap: number) {
  const next = gap === -1 ? own.length : gap;
  const from = own[next - 1]?.line ?? 0;
  const to = own[next]?.line ?? Infinity;
  return guest.records.damaged.find(({ line }) => line > from && line < to);
}

/** The last record says how many of each kind there were. */
function isCounted(own: readonly RecordLine[]): boolean {
  const end = own.at(-1)?.body;
  const count = (kind: string): number => own.filter(({ body }) => body.record === kind).length;
  if (end?.record !== "end") return false;
  const { facts, tests, metrics = 0 } = end;
  return facts === count("fact") && tests === count("test") && metrics === count("metric");
}

function finding(
  reason: FindingReason,
  fault: Fault,
  summary: string,
  evidence: Pick<Finding, "line" | "detail"> = {},
): Finding {
  return { reason, fault, summary, ...evidence };
}
