// The matrix of a run: kernels down, platforms across. Every format draws this one.

import { baseRow } from "../model/series.ts";
import type { RunCell, RunRecord } from "../model/run-record.ts";

export type MatrixColumn = { readonly platform: string; readonly realness: RunCell["realness"] };

export type MatrixRow = {
  readonly head: string;
  readonly series: string;
  readonly flavour: string;
  /** One for each column; undefined where the run did not ask for that cell. */
  readonly cells: readonly (RunCell | undefined)[];
};

export type Matrix = {
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
  /** False where all rows have the same flavour, which then goes without saying. */
  readonly severalFlavours: boolean;
};

/** Heads in the order of the run, in each the unpatched kernel first; platforms in the order of the run. */
export function matrixOf(run: RunRecord): Matrix {
  const columns = columnsOf(run.cells);
  const rows = rowKeys(run).map((row) => rowOf(row, columns, run.cells));
  return { columns, rows, severalFlavours: new Set(rows.map((row) => row.flavour)).size > 1 };
}

function columnsOf(cells: readonly RunCell[]): MatrixColumn[] {
  const names = [...new Set(cells.map((cell) => cell.platform))];
  return names.flatMap((platform) => {
    const first = cells.find((cell) => cell.platform === platform);
    return first ? [{ platform, realness: first.realness }] : [];
  });
}

type RowKey = Omit<MatrixRow, "cells">;

function rowKeys(run: RunRecord): RowKey[] {
  const heads = new Set([
    ...run.heads.map((head) => head.name),
    ...run.cells.map((one) => one.head),
  ]);
  return [...heads].flatMap((head) => {
    const cells = run.cells.filter((cell) => cell.head === head);
    const flavours = [...new Set(cells.map((cell) => cell.flavour))];
    return flavours.flatMap((flavour) => {
      const here = cells.filter((cell) => cell.flavour === flavour);
      return seriesOf(here).map((series) => ({ head, series, flavour }));
    });
  });
}

function seriesOf(cells: readonly RunCell[]): string[] {
  const names = [...new Set(cells.map((cell) => cell.series))];
  return names.includes(baseRow) ? [baseRow, ...names.filter((name) => name !== baseRow)] : names;
}

function rowOf(
  row: RowKey,
  columns: readonly MatrixColumn[],
  cells: readonly RunCell[],
): MatrixRow {
  return { ...row, cells: columns.map(({ platform }) => cellAt(cells, row, platform)) };
}

function cellAt(cells: readonly RunCell[], row: RowKey, platform: string): RunCell | undefined {
  return cells.find(
    (cell) =>
      cell.platform === platform &&
      cell.head === row.head &&
      cell.series === row.series &&
      cell.flavour === row.flavour,
  );
}

/** `sid hypervisor-sysfs xen-pv-dom0`, with the flavour where there are several. */
export function cellTitle(cell: RunCell, severalFlavours: boolean): string {
  const flavour = severalFlavours ? [cell.flavour] : [];
  return [cell.head, cell.series, ...flavour, cell.platform].join(" ");
}

/** `pass`, `fail 2/3` where it was booted again, `pass (run 12)` where the boot is that of an older run. */
export function verdictWords(cell: RunCell): string {
  const older = cell.reused && cell.bootedIn !== undefined ? ` (run ${cell.bootedIn})` : "";
  return cell.verdict + attemptWords(cell) + older;
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
