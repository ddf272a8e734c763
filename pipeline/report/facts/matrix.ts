// The matrix of a run: platforms down, in groups; kernels across. Every format draws this one.

import { baseRow } from "../../model/described/series.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

/** One column: a series on a head, or the unpatched head. */
export type MatrixKernel = { readonly head: string; readonly series: string };

/** One row. */
export type MatrixPlatform = {
  readonly platform: string;
  /** Only where the run has this platform with several. */
  readonly flavour?: string;
  /** One for each kernel; undefined where the run did not ask for that cell. */
  readonly cells: readonly (RunCell | undefined)[];
};

type MatrixGroup = { readonly name: string; readonly platforms: readonly MatrixPlatform[] };

export type Matrix = {
  readonly kernels: readonly MatrixKernel[];
  readonly groups: readonly MatrixGroup[];
  readonly severalHeads: boolean;
};

/** Heads in the order of the run, in each the unpatched kernel first; platforms in the order of the run. */
export function matrixOf(run: RunRecord): Matrix {
  const kernels = kernelsOf(run);
  const named = groupNames.map((name) => ({
    name,
    platforms: platformsOf(
      run.cells.filter((cell) => groupName(cell) === name),
      kernels,
    ),
  }));
  return {
    kernels,
    groups: named.filter(({ platforms }) => platforms.length > 0),
    severalHeads: new Set(kernels.map(({ head }) => head)).size > 1,
  };
}

const under: ReadonlyMap<string | undefined, string> = new Map([
  ["bare", "Bare hardware"],
  ["kvm", "KVM"],
  ["xen", "Xen"],
  ["uml", "User Mode Linux"],
]);

const unlike: ReadonlyMap<string, string> = new Map([
  ["emulated-interface", "Emulated interfaces"],
  ["signature-only", "Signatures only"],
  ["foreign-guest", "Guests of others: their console alone, and no identity"],
  ["imported", "Imported results"],
]);

/** Where a run does not say what its cells ran under: no cell may be missing. */
const others = "Platforms";

const groupNames: readonly string[] = [...under.values(), ...unlike.values(), others];

/** What is not the real thing stands apart, whatever emulates it. */
function groupName({ realness, under: what }: RunCell): string {
  return unlike.get(realness) ?? under.get(what) ?? others;
}

function kernelsOf({ heads, cells }: RunRecord): MatrixKernel[] {
  const names = new Set([...heads.map(({ name }) => name), ...cells.map(({ head }) => head)]);
  return [...names].flatMap((head) => {
    const series = new Set(cells.filter((cell) => cell.head === head).map((cell) => cell.series));
    const base = series.delete(baseRow) ? [baseRow] : [];
    return [...base, ...series].map((name) => ({ head, series: name }));
  });
}

function platformsOf(cells: readonly RunCell[], kernels: readonly MatrixKernel[]) {
  const names = [...new Set(cells.map(({ platform }) => platform))];
  return names.flatMap((platform) => {
    const own = cells.filter((cell) => cell.platform === platform);
    const flavours = [...new Set(own.map(({ flavour }) => flavour))];
    return flavours.map((flavour): MatrixPlatform => {
      const ofFlavour = own.filter((cell) => cell.flavour === flavour);
      const row = { platform, cells: kernels.map((kernel) => cellOf(ofFlavour, kernel)) };
      return flavours.length > 1 ? Object.assign(row, { flavour }) : row;
    });
  });
}

function cellOf(cells: readonly RunCell[], { head, series }: MatrixKernel): RunCell | undefined {
  return cells.find((cell) => cell.head === head && cell.series === series);
}

/** `sid hypervisor-sysfs xen-pv-dom0`; with the flavour where the platform has several. */
export function cellTitle(
  { head, series, flavour, platform }: RunCell,
  { cells }: RunRecord,
): string {
  const several = cells.some((one) => one.platform === platform && one.flavour !== flavour);
  return [head, series, ...(several ? [flavour] : []), platform].join(" ");
}

/** `fail 2/3` where it was booted again. */
export function verdictWords(cell: RunCell): string {
  return cell.verdict + attemptWords(cell);
}

/** ` 3/3`: failed three of three boots; ` unstable 1/3`; nothing where one boot was enough. */
export function attemptWords(cell: RunCell): string {
  const tally = tallyOf(cell);
  return tally && ` ${cell.unstable ? "unstable " : ""}${tally}`;
}

/** `1/3`: one of three boots did not pass; empty where one boot was enough. */
export function tallyOf({ attempts = [] }: RunCell): string {
  const failed = attempts.filter(({ verdict }) => verdict !== "pass");
  return attempts.length ? `${failed.length}/${attempts.length}` : "";
}
