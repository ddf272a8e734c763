// What a cell, or a count, says to a bisection.

import { expect, test } from "vitest";
import type { Metric } from "../../model/cost/metric.ts";
import type { RunCell } from "../../model/record/run-record.ts";
import { countedIn, trialOfCell, trialOfCount } from "./bisect-trial.ts";

const digest = (of: string): string => of.repeat(64);

function cell(
  verdict: RunCell["verdict"],
  reason?: string,
  fault: "series" | "head" | "infrastructure" = "series",
): RunCell {
  const built = reason !== "build-failed" && reason !== "conflict";
  return {
    series: "s",
    head: "sid",
    flavour: "guest",
    platform: "bare-q35",
    realness: "real",
    verdict,
    ...(reason ? { finding: { reason, fault, summary: reason } } : {}),
    ...(built ? { kernel: digest("a") } : {}),
    evidence: built ? { console: { name: "console.log", digest: digest("b"), bytes: 1 } } : {},
    reused: false,
  };
}

const boots = { builds: false, withBase: true };
const notBase = { builds: false, withBase: false };
const builds = { builds: true, withBase: true };

// prettier-ignore
test.each([
  ["a pass", cell("pass"), boots, "good"],
  ["a panic", cell("fail", "panic"), boots, "bad"],
  ["a failure that the head has too, where that is asked", cell("base-broken", "panic", "head"), boots, "bad"],
  ["a failure that the head has too, where it is not", cell("base-broken", "panic", "head"), notBase, "skip"],
  ["a host that does not work", cell("blocked", "host-failed", "head"), boots, "skip"],
  ["no machine", cell("infra", "missing-proof", "infrastructure"), boots, "skip"],
  ["a trap that is known", cell("skip", "known-trap", "infrastructure"), boots, "skip"],
  ["a figure that decides nothing", cell("inconclusive"), boots, "skip"],
  ["a patch that does not build, where a boot fails", cell("blocked", "build-failed"), boots, "skip"],
  ["a patch that does not apply, where a boot fails", cell("blocked", "conflict"), boots, "skip"],
  ["a patch that does not build, where the build fails", cell("blocked", "build-failed"), builds, "bad"],
  ["a panic, where the build fails", cell("fail", "panic"), builds, "good"],
  ["a build without a machine, where the build fails", cell("infra", "build-failed", "infrastructure"), builds, "skip"],
  ["the panic that is looked for", cell("fail", "panic"), { ...boots, problem: "panic" }, "bad"],
  ["a hang, where a panic is looked for", cell("fail", "hang"), { ...boots, problem: "panic" }, "skip"],
  ["a hang of the head's, where a panic is looked for", cell("base-broken", "hang", "head"), { ...boots, problem: "panic" }, "skip"],
])("%s", (_, seen, asked, verdict) => {
  expect(trialOfCell(seen, asked).verdict).toBe(verdict);
});

test("its evidence is the consoles and the kernel", () => {
  expect(trialOfCell(cell("fail", "panic"), boots).evidence).toEqual([digest("b"), digest("a")]);
});

const metric = {
  workload: "lat_syscall/null",
  unit: "instructions",
  values: [105_019, 105_019],
  evidence: [digest("c")],
} as unknown as Metric;
const demoted = { ...metric, demoted: "two boots of one kernel counted 1 and 2" };

// prettier-ignore
test.each([
  ["as much as before", [metric], 105_019, "good", "105,019 instructions"],
  ["less than before", [metric], 105_020, "good", "105,019 instructions"],
  ["one more than before", [metric], 105_018, "bad", "105,019 instructions"],
  ["a count that is not exact", [demoted], 1, "skip", "not exact: two boots of one kernel counted 1 and 2"],
  ["no count", [], 1, "skip", "lat_syscall/null was not counted"],
])("%s", (_, metrics, before, ...expected) => {
  const trial = trialOfCount(countedIn(metrics, "lat_syscall/null"), before);
  expect([trial.verdict, trial.words]).toEqual(expected);
});
