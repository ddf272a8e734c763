// One kernel on many platforms, for a mail: what was booted, where, and what came of it.

import { baseRow } from "../model/described/series.ts";
import { type KernelImage, kernelImages } from "../report/facts/kernel-images.ts";
import { attemptWords } from "../report/facts/matrix.ts";
import { grouped } from "../report/cost/numbers.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";
import { type Cell, cellsOf, type Evidence } from "./evidence.ts";
import { textColumns } from "./text-columns.ts";

/** A block for each kernel: flavours are kernels of their own. */
export function kernelLines(evidence: Evidence): string[] {
  const { boots, series, head } = evidence;
  const images = kernelImages(boots).filter(({ rows }) =>
    rows.some((row) => row.series === series && row.head === head),
  );
  return images.flatMap((image) => imageLines(evidence, image));
}

function imageLines(evidence: Evidence, image: KernelImage): string[] {
  const { digest, buildId, release, bytes, proved, unproved } = image;
  const own = cellsOf(evidence).filter((cell) => cell.kernel === digest && isBooted(cell));
  if (!own.length) return [];
  const flavours = [...new Set(own.map(({ flavour }) => flavour))].join(", ");
  const rows = own.map((cell) => rowOf(evidence, cell));
  return [
    wrapped(oneLine(sentence(proved.length, unproved), 600)),
    "",
    `kernel   ${oneLine(`${release} (${flavours}), ${grouped(bytes)} bytes`, 64)}`,
    `sha256   ${digest}`,
    `build-id ${buildId}`,
    "",
    ...textColumns([["platform", "without", "with", ""], ...rows]),
    "",
  ];
}

function isBooted({ verdict }: Cell): boolean {
  return verdict !== "skip" && verdict !== "blocked" && verdict !== "infra";
}

function sentence(proved: number, unproved: readonly string[]): string {
  const platforms = `${proved} ${proved === 1 ? "platform" : "platforms"}`;
  const failed = unproved.length ? ` It did not prove itself on ${unproved.join(", ")}.` : "";
  return `One kernel, ${platforms}: built once with the series, the same bytes booted on each; every guest counted here read this build-id back.${failed}`;
}

function rowOf({ boots, head }: Evidence, cell: Cell): string[] {
  const base = boots.cells.find(
    (one) =>
      one.series === baseRow &&
      one.head === head &&
      one.platform === cell.platform &&
      one.flavour === cell.flavour,
  );
  return [
    cell.platform,
    base?.verdict ?? "-",
    cell.verdict + attemptWords(cell),
    cell.realness === "real" ? "" : cell.realness.replace("-", " "),
  ];
}
