import { expect, test } from "vitest";
import type { RunCell } from "../../model/record/run-record.ts";
import { withOnlyUnder } from "./only-under.ts";

const hypervisors = [
  { name: "xen", version: "4.17.5", digest: "aa" },
  { name: "new", version: "4.20.4", digest: "bb" },
];
const finding = { reason: "test-failed", fault: "series", summary: "memory fails" } as const;

function cell(platform: string, hypervisor: string | undefined, over: Partial<RunCell>): RunCell {
  return {
    series: "s",
    head: "sid",
    flavour: "guest",
    platform,
    realness: "real",
    ...(hypervisor === undefined ? {} : { hypervisor }),
    kernel: "cc",
    verdict: "pass",
    evidence: {},
    reused: false,
    ...over,
  };
}

const failed = { verdict: "fail", finding } as const;

function summaries(...cells: RunCell[]): (string | undefined)[] {
  return withOnlyUnder(cells, hypervisors).map((one) => one.finding?.summary);
}

test("a failure under one hypervisor says that the same kernel passes under the other", () => {
  expect(summaries(cell("domu", "xen", {}), cell("domu-on-new", "new", failed))).toEqual([
    undefined,
    "memory fails; only under new 4.20.4: the same kernel passes under xen 4.17.5",
  ]);
  expect(summaries(cell("domu", "xen", failed), cell("domu-on-new", "new", {}))[0]).toBe(
    "memory fails; only under xen 4.17.5: the same kernel passes under new 4.20.4",
  );
});

test.each([
  ["fails under both", cell("domu", "xen", failed)],
  ["was not judged under the other", cell("domu", "xen", { verdict: "infra" })],
  ["passes in another row", cell("dom0", "xen", {})],
  ["passes with another series", cell("domu", "xen", { series: "base" })],
  ["passes with other bytes", cell("domu", "xen", { kernel: "dd" })],
  ["passes without a hypervisor", cell("domu", undefined, {})],
])("nothing is said of a kernel that %s", (_, other) => {
  expect(summaries(other, cell("domu-on-new", "new", failed))[1]).toBe("memory fails");
});
