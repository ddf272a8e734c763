// The judge of a log that holds no records of a guest: what it shows, and what it cannot prove. It never passes.

import type { ConsoleFacts, ConsoleFault } from "./console-fault.ts";
import { type Finding, kernelFault } from "./finding.ts";
import type { KtapResult, KtapTest } from "../boot/ktap.ts";
import { faultOf, kernelFaultFinding } from "./kernel-fault.ts";
import { faultFinding, type Witness } from "./witness.ts";

export type LogJudgement = {
  /** `inconclusive`: nothing wrong was found, and nothing proved. */
  readonly verdict: "fail" | "inconclusive";
  /** The one that decides comes first. */
  readonly findings: readonly Finding[];
  readonly tests: readonly KtapTest[];
  readonly notProved: readonly string[];
  /** It holds no line at all. */
  readonly empty: boolean;
};

/** Looks as the judge of a boot does: hypervisor, kernel, then tests. */
export function judgeLog(log: Witness, ktap: KtapResult): LogJudgement {
  const findings = [...consoleFindings(log), ...testFindings(log.console, ktap)];
  return {
    verdict: findings.length ? "fail" : "inconclusive",
    findings,
    tests: ktap.tests,
    notProved: notProved(log.console, ktap),
    empty: isEmpty(log.console),
  };
}

export function isEmpty({ lines }: ConsoleFacts): boolean {
  return !lines.some((line) => line.trim());
}

const order = ["hypervisor-crash", "hypervisor-oops", "panic", "oops", "reset"] as const;

/** The deciding one first, then all others as they are. */
function consoleFindings(log: Witness): Finding[] {
  const crash = faultOf(log, "hypervisor-crash", "hypervisor");
  const first = crash ?? faultOf(log, "hypervisor-oops", "hypervisor") ?? kernelFaultFinding(log);
  const all = order.flatMap((kind) =>
    log.console.faults.filter((fault) => fault.kind === kind).map((fault) => alone(log, fault)),
  );
  return first ? [first, ...all.filter(({ line }) => line?.text !== first.line?.text)] : [];
}

function alone(log: Witness, fault: ConsoleFault): Finding {
  const { kind } = fault;
  const whose = kind.startsWith("hypervisor") ? "hypervisor" : kernelFault;
  return faultFinding(log, fault, kind === "hypervisor-oops" ? "oops" : kind, whose);
}

function testFindings({ name, lines }: ConsoleFacts, { tests, problems }: KtapResult): Finding[] {
  const failed = tests.filter(({ result }) => result === "fail");
  const [first] = failed;
  const failure: Finding[] = first
    ? [
        {
          reason: "test-failed",
          fault: kernelFault,
          summary: `${failed.length} of ${tests.length} tests failed: ${failed.map((test) => test.name).join(", ")}`,
          line: { in: name, line: first.line, text: lines[first.line - 1] ?? "" },
          detail: failed.map((test) => `${test.name}: ${test.detail}`),
        },
      ]
    : [];
  if (!problems.length) return failure;
  const summary = `the test log is not whole: ${problems[0]}`;
  return [...failure, { reason: "missing-records", fault: kernelFault, summary, detail: problems }];
}

function notProved({ lines }: ConsoleFacts, { tests }: KtapResult): string[] {
  const banner = lines.some((line) => /Linux version \d/.test(line));
  const down = lines.some((line) => /reboot: (?:Power down|System halted|Restarting)/.test(line));
  return [
    ...(banner ? [] : ["which kernel it is: no line says its version"]),
    "that this kernel is the one that was built: no build-id was read back",
    "that it ran on the platform it was meant for",
    ...(down ? [] : ["that it came to its end"]),
    ...(tests.some(({ result }) => result === "pass") ? [] : ["that any test passed"]),
  ];
}
