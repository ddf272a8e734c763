import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../model/record/run-record.ts";
import { attributes, flat, shownText } from "../../test/read-html.ts";
import { panicLine, panicText, runFixture } from "../../test/run-fixture.ts";
import { pageNamed, siteOf } from "../../test/site-rig.ts";

const run = runFixture();
const site = await siteOf(run);
const pageOf = (cell: string): string => pageNamed(site, `cells/${cell}.html`);
const failed = pageOf("sid-hypervisor-sysfs-guest-xen-pv-dom0");

describe("the page of a cell", () => {
  const text = flat(shownText(failed));

  test("names who must act, the finding and the place that decided", () => {
    expect(text).toContain("Who must act: the series");
    expect(text).toContain(flat(panicText));
    expect(failed).toContain(`<a href="#L${panicLine}">console.log, line ${panicLine}</a>`);
  });

  test("marks the deciding line in the finding and in the console", () => {
    const marked = failed.match(/<mark>[^]*?<\/mark>/gu) ?? [];
    expect(marked.map(shownText).map(flat)).toEqual([flat(panicText), flat(panicText)]);
    expect(failed).toContain(`<li id="L${panicLine}"><mark>`);
  });

  test("shows the whole console, each line under its own number and name", () => {
    const lines = [...failed.matchAll(/<li id="L(\d+)">/gu)].map(([, number]) => Number(number));
    expect(lines).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
    expect(attributes(failed, "start")).toEqual(["1", "251"]);
  });

  test("shows facts, tests, evidence, accelerator and kernel of a cell that passed", () => {
    const cell = run.cells[3];
    const own = flat(shownText(pageOf("sid-base-guest-xen-pv-domu")));
    expect(own).toContain("cpuid.signature XenVMMXenVMM");
    expect(own).toContain("fpu ✓ pass xmm0-7 and st(0) kept across 200 signals");
    expect(own).toContain("2 of 3 passed, 1 skipped");
    expect(own).toContain(cell?.evidence.console?.digest);
    expect(own).toContain(cell?.evidence.hostConsole?.digest);
    expect(own).toContain(`Kernel ${cell?.kernel}`);
    expect(own).toContain("Accelerator TCG");
  });

  test("has the command that does it again", () => {
    expect(text).toContain(
      "./twinboot run --head sid --series hypervisor-sysfs --flavour guest --platform xen-pv-dom0 --fresh",
    );
    expect(shownText(pageOf("sid-base-guest-bare-q35"))).toContain(
      "run --head sid --flavour guest",
    );
  });

  test("says which run booted it, where that was an older one", () => {
    expect(flat(shownText(pageOf("sid-base-guest-bare-q35")))).toContain("in run 11 (reused)");
    expect(text).not.toContain("reused");
  });

  test("does not claim an identity that the guest never proved", async () => {
    const changed = run.cells.map((cell) => Object.assign({}, cell, { evidence: {} }));
    const without = [...(await siteOf(runFixture({ cells: changed }))).values()].join("");
    expect(text).toContain("read back by the guest");
    expect(without).not.toContain(", read back by the guest");
    expect(without).not.toContain("as one image");
  });

  test("names a console that it was not given by its digest", async () => {
    const without = await siteOf(run, new Map());
    const page = flat(
      shownText(pageNamed(without, "cells/sid-hypervisor-sysfs-guest-xen-pv-dom0.html")),
    );
    expect(page).toContain(`is in the store as ${run.cells[6]?.evidence.console?.digest}`);
    expect(page).toContain(flat(panicText));
  });

  test("that was blocked shows the hunks in the way", () => {
    const own = pageOf("bookworm-6.12-hypervisor-sysfs-guest-bare-q35");
    expect(flat(shownText(own))).toContain("drivers/xen/sys-hypervisor.c @@ -48,7 +48,9 @@");
  });
});

describe("a cell that is out of the ordinary", () => {
  const [cell] = run.cells;
  if (!cell) throw new Error("the fixture has no cell");
  const { evidence } = cell;

  /** The only cell of a run, as text. */
  async function shownCell(change: Partial<RunRecord["cells"][number]>, lines = "one\ntwo\n") {
    const changed = { ...cell, ...change } as RunRecord["cells"][number];
    const consoles = new Map([
      [evidence.console?.digest ?? "", lines],
      [hostConsole.digest, "Xen\n(XEN) Panic on CPU 0:\n"],
    ]);
    const pages = await siteOf(runFixture({ cells: [changed] }), consoles);
    return flat(shownText(pageNamed(pages, "cells/sid-base-guest-bare-q35.html")));
  }

  const hostConsole = { name: "dom0.log", digest: "cd".repeat(32), bytes: 30 };

  test("says that a console is empty", async () => {
    expect(await shownCell({}, "")).toContain("console.log is empty");
  });

  test("leads to the host's console where that one decided", async () => {
    const line = { in: "dom0.log", line: 2, text: "(XEN) Panic on CPU 0:" };
    const finding = {
      reason: "hypervisor-crash",
      fault: "hypervisor" as const,
      summary: "Xen died",
      line,
    };
    const change = { verdict: "fail" as const, finding, evidence: { ...evidence, hostConsole } };
    const consoles = new Map([[hostConsole.digest, "Xen\n(XEN) Panic on CPU 0:\n"]]);
    const pages = await siteOf(runFixture({ cells: [{ ...cell, ...change }] }), consoles);
    const page = pageNamed(pages, "cells/sid-base-guest-bare-q35.html");
    expect(page).toContain(`<a href="../consoles/cdcdcdcdcdcdcdcd.html#L2">dom0.log, line 2</a>`);
    expect(pageNamed(pages, "consoles/cdcdcdcdcdcdcdcd.html")).toContain(`<li id="L2">(XEN) Panic`);
  });

  test("says that the guest runs another kernel than the one that was built", async () => {
    const facts = { "kernel.buildId": "0123abcd" };
    expect(await shownCell({ evidence: { facts } })).toContain(
      "01d5605d864f1305321cd0ba44f45d9b0ba16c5b was built, but the guest runs 0123abcd",
    );
  });

  test("says that a guest had to be killed, and that its registers were kept", async () => {
    const registers = { name: "registers.txt", digest: "ab".repeat(32), bytes: 2048 };
    const text = await shownCell({ evidence: { ...evidence, cleanEnd: false, registers } });
    expect(text).toContain("End the guest did not power off by itself");
    expect(text).toContain(`registers.txt ${"ab".repeat(32)} 2.0 KiB`);
    expect(await shownCell({})).not.toContain("power off");
  });

  test("quotes a deciding line that no console of the site has", async () => {
    const finding = {
      reason: "build-failed",
      fault: "series" as const,
      summary: "the kernel does not build",
      line: { in: "build.log", line: 7, text: "error: expected ;" },
      detail: Array.from({ length: 70 }, (_, index) => `make said ${index}`),
    };
    const text = await shownCell({ verdict: "fail", finding });
    expect(text).toContain(
      "Decided by build.log, line 7 error: expected ; make said 0 make said 1",
    );
    expect(text).toContain("make said 59 10 more lines in run.json.");
    expect(text).not.toContain("make said 60");
  });

  test("says so where a cell did not pass and there is no finding", async () => {
    expect(await shownCell({ verdict: "skip" })).toContain("No finding was recorded.");
    expect(await shownCell({})).not.toContain("No finding was recorded.");
  });
});
