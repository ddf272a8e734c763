// The kernels of a run by their bytes, and where each proved from inside the guest that it was the one that booted.
// An absent proof is never a pass: a platform counts only if its guest passed and read this build-id back.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { actorOf } from "./in-words.ts";

type RunKernel = RunRecord["kernels"][number];

export type KernelImage = {
  readonly digest: string;
  readonly buildId: string;
  readonly release: string;
  readonly bytes: number;
  /** The rows of the matrix with these bytes. */
  readonly rows: readonly Pick<RunKernel, "head" | "series" | "flavour">[];
  readonly proved: readonly string[];
  readonly unproved: readonly string[];
  /** The results of clean builds, if there were any. */
  readonly rebuilt: readonly NonNullable<RunKernel["rebuilt"]>[];
};

export function kernelImages(run: RunRecord): KernelImage[] {
  const digests = [...new Set(run.kernels.map((kernel) => kernel.digest))];
  return digests.flatMap((digest) => {
    const rows = run.kernels.filter((kernel) => kernel.digest === digest);
    const cells = run.cells.filter(
      (cell) => cell.kernel === digest && cell.realness !== "imported",
    );
    return rows[0] ? [imageOf(rows[0], rows, cells)] : [];
  });
}

function imageOf(
  kernel: RunKernel,
  rows: readonly RunKernel[],
  cells: readonly RunCell[],
): KernelImage {
  const { digest, buildId, release, bytes } = kernel;
  const platforms = [...new Set(cells.map((cell) => cell.platform))];
  const holds = (platform: string): boolean =>
    cells.every((cell) => cell.platform !== platform || provesKernel(cell, buildId));
  return {
    digest,
    buildId,
    release,
    bytes,
    rows: rows.map(({ head, series, flavour }) => ({ head, series, flavour })),
    proved: platforms.filter(holds),
    unproved: platforms.filter((platform) => !holds(platform)),
    rebuilt: rows.flatMap((row) => row.rebuilt ?? []),
  };
}

function provesKernel(cell: RunCell, buildId: string): boolean {
  return cell.verdict === "pass" && cell.evidence.facts?.["kernel.buildId"] === buildId;
}

/** `One image: ...` where the bytes proved themselves on every platform asked for, and on more than one. */
export function imageStatement(image: KernelImage): string {
  return [bootStatement(image), ...image.rebuilt.map(rebuiltStatement)].join(" ");
}

function rebuiltStatement({ result, finding }: KernelImage["rebuilt"][number]): string {
  if (result === "same") return "A clean build gave the same bytes.";
  if (!finding) return "A clean build was begun and did not end.";
  return `A CLEAN BUILD DOES NOT GIVE THESE BYTES: ${actorOf(finding.fault)} must act: ${finding.summary}.`;
}

function bootStatement({ proved, unproved }: KernelImage): string {
  const all = proved.length + unproved.length;
  if (!all) return "Booted nowhere in this run.";
  if (!unproved.length && all === 1) return `Proved on ${proved.join("")} only.`;
  if (!unproved.length)
    return `One image: these bytes passed on all ${all} platforms, and every guest read this build-id back.`;
  return `Proved on ${proved.length} of ${all} platforms; not on ${unproved.join(", ")}.`;
}
