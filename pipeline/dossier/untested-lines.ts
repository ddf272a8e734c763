// What a run did not show, for a mail: failures, cells without a result, and what was not tried.

import type { Check } from "../model/record/check.ts";
import { baseRow } from "../model/described/series.ts";
import { actorOf } from "../report/facts/in-words.ts";
import { attemptWords } from "../report/facts/matrix.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";
import { type Cell, cellsOf, type Evidence } from "./evidence.ts";

/** Of the series, and of the unpatched kernel on the same platforms: what fails there too is not the series'. */
export function failedLines(evidence: Evidence): string[] {
  const { boots, head } = evidence;
  const cells = cellsOf(evidence);
  const base = boots.cells.filter(
    (one) =>
      one.series === baseRow &&
      one.head === head &&
      cells.some(({ platform, flavour }) => platform === one.platform && flavour === one.flavour),
  );
  const lines = [
    ...cells.filter(isOpen).map((cell) => item(`${cell.platform}: ${reasonOf(cell)}`)),
    ...base.filter(isOpen).map((cell) => item(`${cell.platform} without it: ${reasonOf(cell)}`)),
  ];
  return lines.length ? ["Not passed:", "", ...lines, ""] : [];
}

function isOpen({ verdict }: Cell): boolean {
  return verdict !== "pass" && verdict !== "skip";
}

function reasonOf(cell: Cell): string {
  const { verdict, finding } = cell;
  const why = finding ? `${actorOf(finding.fault)} must act: ${finding.summary}` : "no finding";
  return `${verdict}${attemptWords(cell)}: ${why}`;
}

/** What others booted, elsewhere: their word, and no cell of the run. */
export function importedLines({ boots, series, head }: Evidence): string[] {
  const lines = boots.cells.flatMap(({ platform, verdict, imported, ...cell }) => {
    if (!imported || cell.series !== series || cell.head !== head) return [];
    const { by, when, where, link } = imported;
    return [
      item(`${platform}: ${verdict}, by ${by}, ${when}, ${where}${link ? ` (${link})` : ""}`),
    ];
  });
  return lines.length ? ["Reported by others, for the same kernel:", "", ...lines, ""] : [];
}

/** Never empty: no run shows all. */
export function untestedLines(evidence: Evidence): string[] {
  const { boots, platforms, counts } = evidence;
  const cells = cellsOf(evidence);
  const skipped = cells.filter(({ verdict }) => verdict === "skip");
  const booted = new Set(cells.map(({ platform }) => platform));
  const others = platforms.filter((one) => !booted.has(one));
  const lines = [
    hardware(cells, boots.host.qemu),
    ...interfaces(cells),
    ...(bootedAfterEach(evidence)
      ? []
      : ["any patch without the ones behind it: only the whole series was booted"]),
    ...skipped.map(({ platform, finding }) => `${platform}: ${finding?.summary ?? "skipped"}`),
    ...(others.length
      ? [`platforms that Twinboot has and this run left out: ${others.join(", ")}`]
      : []),
    ...(counts ? [] : ["what the series costs"]),
  ];
  return ["Not tested:", "", ...lines.map(item), ""];
}

/** Of the checklist, the line that boots the kernel after every patch. */
export function bootedAfterEach({ checks }: Evidence): Check | undefined {
  return checks.find(
    ({ check, outcome }) => check === "boots-after-each-patch" && outcome === "passed",
  );
}

function hardware(cells: readonly Cell[], qemu: string): string {
  const kvm = cells.some(({ evidence }) => evidence.accelerator === "kvm");
  const how = kvm ? "KVM and emulation" : "plain emulation (TCG)";
  return `real hardware: everything ran in QEMU ${qemu}, under ${how}`;
}

/** An emulated interface is not the hypervisor that it is named for. */
function interfaces(cells: readonly Cell[]): string[] {
  const words = [
    [
      "emulated-interface",
      "the hypervisors themselves, only their interface as QEMU and KVM emulate it",
    ],
    ["signature-only", "the hypervisors themselves, only their CPUID signature"],
    [
      "foreign-guest",
      "which bytes these guests of others ran, and whether they work: only their consoles were seen",
    ],
  ] as const;
  return words.flatMap(([realness, what]) => {
    const names = cells.filter((cell) => cell.realness === realness).map((one) => one.platform);
    return names.length ? [`${names.join(", ")}: ${what}`] : [];
  });
}

function item(text: string): string {
  return wrapped(`  - ${oneLine(text, 500)}`, "    ");
}
