import { describe, expect, test } from "vitest";
import type { RunRecord } from "../model/run-record.ts";
import { attributes, cellOf, flat, shownText } from "../test/read-html.ts";
import { consolesFixture, panicLine, panicText, runFixture } from "../test/run-fixture.ts";
import { renderHtml } from "./html.ts";

const run = runFixture();
const page = renderHtml(run, consolesFixture());
const failed = "cell-sid-hypervisor-sysfs-guest-xen-pv-dom0";

describe("a cell of the page", () => {
  const text = flat(shownText(cellOf(page, failed)));

  test("names who must act, the finding and the place that decided", () => {
    expect(text).toContain("Who must act: the series");
    expect(text).toContain(flat(panicText));
    expect(cellOf(page, failed)).toContain(
      `<a href="#${failed}-line">console.log, line ${panicLine}</a>`,
    );
  });

  test("marks the deciding line in the finding and in the console, under its own number", () => {
    const marked = cellOf(page, failed).match(/<mark[^>]*>[^<]*<\/mark>/gu) ?? [];
    expect(marked.map(shownText).map(flat)).toEqual([flat(panicText), flat(panicText)]);
    for (const mark of marked) expect(attributes(mark, "data-n")).toEqual([String(panicLine)]);
  });

  test("shows the console's last 200 lines and says how many it left out", () => {
    expect(text).toContain("Console 200 of 300 lines, 100 left out");
    const numbers = attributes(cellOf(page, failed), "data-n").map(Number);
    expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([101, 300]);
  });

  test("shows the registers of a guest that hung", () => {
    const registers = { name: "registers.txt", digest: "cd".repeat(32), bytes: 17 };
    const cells = run.cells.map((cell) =>
      cell.verdict === "fail"
        ? Object.assign({}, cell, { evidence: { ...cell.evidence, registers } })
        : cell,
    );
    const files = new Map([...consolesFixture(), [registers.digest, "CPU#0\nRIP=<b>"]]);
    const shown = cellOf(renderHtml(runFixture({ cells }), files), failed);
    expect(shown).toContain("Registers of all vCPUs");
    expect(shown).toContain("RIP=&lt;b&gt;");
    expect(cellOf(page, failed)).not.toContain("Registers of all vCPUs");
  });

  test("opens the console only where it holds the line that decided", () => {
    expect(cellOf(page, failed)).toMatch(/<details open>\s*<summary>Console/u);
    expect(cellOf(page, "cell-sid-base-guest-bare-q35")).toMatch(/<details>\s*<summary>Console/u);
  });

  test("shows facts, tests, evidence, accelerator and kernel of a cell that passed", () => {
    const cell = run.cells[3];
    const own = flat(shownText(cellOf(page, "cell-sid-base-guest-xen-pv-domu")));
    expect(own).toContain("cpuid.signature XenVMMXenVMM");
    expect(own).toContain("fpu ✓ pass xmm0-7 and st(0) kept across 200 signals");
    expect(own).toContain("2 of 3 passed, 1 skipped");
    expect(own).toContain(cell?.evidence.console?.digest);
    expect(own).toContain(cell?.evidence.hostConsole?.digest);
    expect(own).toContain(`Kernel ${cell?.kernel}`);
    expect(own).toContain("Accelerator TCG");
  });

  test("says which run booted it, where that was an older one", () => {
    expect(flat(shownText(cellOf(page, "cell-sid-base-guest-bare-q35")))).toContain(
      "in run 11 (reused)",
    );
    expect(text).not.toContain("reused");
  });

  test("does not claim an identity that the guest never proved", () => {
    const changed = run.cells.map((cell) => Object.assign({}, cell, { evidence: {} }));
    const without = renderHtml(runFixture({ cells: changed }), new Map());
    expect(flat(shownText(cellOf(page, failed)))).toContain("read back by the guest");
    expect(without).not.toContain(", read back by the guest");
    expect(without).not.toContain("as one image");
  });

  test("names a console that it was not given by its digest", () => {
    const without = flat(shownText(cellOf(renderHtml(run, new Map()), failed)));
    expect(without).toContain(`is in the store as ${run.cells[6]?.evidence.console?.digest}`);
    expect(without).toContain(flat(panicText));
  });

  test("that was blocked shows the hunks in the way", () => {
    const own = cellOf(page, "cell-bookworm-6.12-hypervisor-sysfs-guest-bare-q35");
    expect(flat(shownText(own))).toContain("drivers/xen/sys-hypervisor.c @@ -48,7 +48,9 @@");
  });
});

describe("a cell of the page that is out of the ordinary", () => {
  const [cell] = run.cells;
  if (!cell) throw new Error("the fixture has no cell");
  const { evidence } = cell;

  /** The only cell of a run, as text. */
  function shownCell(change: Partial<RunRecord["cells"][number]>, lines = "one\ntwo\n"): string {
    const changed = { ...cell, ...change } as RunRecord["cells"][number];
    const consoles = new Map([[evidence.console?.digest ?? "", lines]]);
    return flat(shownText(renderHtml(runFixture({ cells: [changed] }), consoles)));
  }

  test("shows a short console whole and does not speak of lines left out", () => {
    expect(shownCell({})).toContain("Console 2 lines one two Evidence");
    expect(shownCell({})).not.toContain("left out");
    expect(shownCell({}, "")).toContain("Console empty");
  });

  test("says that the guest runs another kernel than the one that was built", () => {
    const facts = { "kernel.buildId": "0123abcd" };
    expect(shownCell({ evidence: { facts } })).toContain(
      "01d5605d864f1305321cd0ba44f45d9b0ba16c5b was built, but the guest runs 0123abcd",
    );
  });

  test("says that a guest had to be killed, and that its registers were kept", () => {
    const registers = { name: "registers.txt", digest: "ab".repeat(32), bytes: 2048 };
    const text = shownCell({ evidence: { ...evidence, cleanEnd: false, registers } });
    expect(text).toContain("End the guest did not power off by itself");
    expect(text).toContain(`registers.txt ${"ab".repeat(32)} 2.0 KiB`);
    expect(shownCell({})).not.toContain("power off");
  });

  test("quotes a deciding line that no console of the page has", () => {
    const finding = {
      reason: "build-failed",
      fault: "series" as const,
      summary: "the kernel does not build",
      line: { in: "build.log", line: 7, text: "error: expected ;" },
      detail: Array.from({ length: 70 }, (_, index) => `make said ${index}`),
    };
    const text = shownCell({ verdict: "fail", finding });
    expect(text).toContain(
      "Decided by build.log, line 7 error: expected ; make said 0 make said 1",
    );
    expect(text).toContain("make said 59 10 more lines in run.json.");
    expect(text).not.toContain("make said 60");
  });

  test("says so where a cell did not pass and there is no finding", () => {
    expect(shownCell({ verdict: "skip" })).toContain("No finding was recorded.");
    expect(shownCell({})).not.toContain("No finding was recorded.");
  });

  test("opens the tests where one of them failed", () => {
    const tests = [{ name: "fpu", result: "fail" as const, detail: "xmm3 lost" }];
    const page2 = renderHtml(runFixture({ cells: [{ ...cell, evidence: { tests } }] }), new Map());
    expect(page2).toMatch(/<details open>\s*<summary>Tests/u);
    expect(page).toMatch(/<details>\s*<summary>Tests/u);
  });
});
