// A run as KTAP version 1: a test for each cell, its boot and the guest's own tests nested in it.
// https://docs.kernel.org/dev-tools/ktap.html

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { oneLine } from "../safe/visible-text.ts";

type Line = { readonly ok: boolean; readonly name: string; readonly note?: string };

/** Ends with a line feed. */
export function renderKtap(run: RunRecord): string {
  const cells = run.cells.flatMap((cell, at) => {
    const tests = testsOf(cell);
    const ok = tests.every((test) => test.ok);
    const { head, series, flavour, platform, verdict } = cell;
    const name = [head, series, flavour, platform].join(" ");
    const note = verdict === "skip" ? { note: "SKIP" } : {};
    return [...block(tests).map((line) => `  ${line}`), resultLine({ ok, name, ...note }, at + 1)];
  });
  return `${["KTAP version 1", `1..${run.cells.length}`, ...cells].join("\n")}\n`;
}

function block(tests: readonly Line[]): string[] {
  return [
    "KTAP version 1",
    `1..${tests.length}`,
    ...tests.map((test, at) => resultLine(test, at + 1)),
  ];
}

function testsOf(cell: RunCell): Line[] {
  const guest = (cell.evidence.tests ?? []).map(({ name, result, detail }) => ({
    ok: result !== "fail",
    name,
    note: `${result === "skip" ? "SKIP " : "seen: "}${detail}`,
  }));
  return [{ name: "boot", ...bootLine(cell) }, ...guest];
}

function bootLine({ verdict, finding }: RunCell): Omit<Line, "name"> {
  const words = finding ? `${finding.reason}: ${finding.summary}` : verdict;
  if (verdict === "pass") return { ok: true };
  if (verdict === "skip" || verdict === "inconclusive") return { ok: true, note: `SKIP ${words}` };
  // Not the kernel's fault, or not known: the harness failed.
  const directive = verdict === "infra" || verdict === "blocked" ? "ERROR " : "";
  return { ok: false, note: `${directive}${words}` };
}

/** A description may be anything but `#`, which begins the directive. */
function resultLine({ ok, name, note }: Line, number: number): string {
  const description = oneLine(name, 200).replaceAll("#", "_") || "unnamed";
  const behind = note ? ` # ${oneLine(note, 400)}` : "";
  return `${ok ? "ok" : "not ok"} ${number} ${description}${behind}`;
}
