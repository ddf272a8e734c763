import { expect, test } from "vitest";
import type { RunCell } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { matrixText } from "../text/matrix-text.ts";
import { renderMarkdown } from "../markdown/markdown.ts";
import { onlyUnder } from "./only-under.ts";

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
    under: "xen",
    ...(hypervisor === undefined ? {} : { hypervisor }),
    kernel: "cc",
    verdict: "pass",
    evidence: {},
    reused: false,
    ...over,
  };
}

const failed = { verdict: "fail", finding } as const;
const failing = cell("domu-on-new", "new", failed);
const words = "Only under new 4.20.4: the same kernel passes under xen 4.17.5.";

test("of a failure under one hypervisor it is said that the same kernel passes under the other", () => {
  const cells = [cell("domu", "xen", {}), failing];
  expect(onlyUnder(failing, runFixture({ cells, hypervisors }))).toBe(words);
  const old = cell("domu", "xen", failed);
  const other = runFixture({ cells: [old, cell("domu-on-new", "new", {})], hypervisors });
  expect(onlyUnder(old, other)).toBe(
    "Only under xen 4.17.5: the same kernel passes under new 4.20.4.",
  );
});

test("the terminal and the Markdown say it beside the finding, which stays as it was judged", () => {
  const run = runFixture({ cells: [cell("domu", "xen", {}), failing], hypervisors });
  expect(matrixText(run, { colour: false }).replaceAll(/\s+/g, " ")).toContain(words);
  expect(renderMarkdown(run)).toContain("Only under new 4.20.4");
  expect(run.cells[1]?.finding).toEqual(finding);
});

test.each([
  ["fails under both", cell("domu", "xen", failed)],
  ["was not judged under the other", cell("domu", "xen", { verdict: "infra" })],
  ["passes in another row", cell("dom0", "xen", {})],
  ["passes with another series", cell("domu", "xen", { series: "base" })],
  ["passes with other bytes", cell("domu", "xen", { kernel: "dd" })],
  ["passes without a hypervisor", cell("domu", undefined, {})],
])("nothing is said of a kernel that %s", (_, other) => {
  expect(onlyUnder(failing, runFixture({ cells: [other, failing], hypervisors }))).toBeUndefined();
});
