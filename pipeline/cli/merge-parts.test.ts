// Packed parts, good and forged, held against what was planned and judged again.

import { cp, readdir, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { type PlannedMatrix, plannedMatrixSchema } from "../model/record/planned-matrix.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { verifyRun } from "../plan/merge/verify-run.ts";
import { checkReport } from "../report/text/check-report.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import {
  askLess,
  breakBoot,
  cutConsoles,
  editRun,
  elsewhere,
  excuse,
  folderForRun,
  foreignHead,
  foreignSeries,
  Forgery,
  growConsoles,
  linkConsoles,
  linkFolder,
  makePass,
  oneBoot,
  otherKernel,
  passAll,
  pathForDigest,
  pathForName,
  skip,
  swap,
  twice,
  unplanned,
} from "../test/forged-part-rig.ts";
import { judgedPlan } from "../test/judged-run-rig.ts";
import { temporaryStore } from "../test/store-rig.ts";
import { packCommand } from "./commands/pack.ts";
import { evidenceSource } from "../work/evidence-source.ts";
import { mergeParts } from "../work/merge-parts.ts";
import { Runs } from "../work/runs.ts";

/** The parts of two heads as two machines packed them, and the matrix of both. */
let packed: Readonly<Record<"sid" | "next", string>>;
let matrix: PlannedMatrix;

beforeAll(async () => {
  const [sid, next] = [await packedRun("sid"), await packedRun("next")];
  packed = { sid: sid.dir, next: next.dir };
  const both = {
    ...sid.matrix,
    kernels: [...sid.matrix.kernels, ...next.matrix.kernels],
    cells: [...sid.matrix.cells, ...next.matrix.cells],
  };
  matrix = plannedMatrixSchema.parse(JSON.parse(JSON.stringify(both)));
});

async function packedRun(head: string): Promise<{ dir: string; matrix: PlannedMatrix }> {
  const store = await temporaryStore();
  const { run, matrix: planned } = await judgedPlan(store, head);
  const runs = new Runs(store.dir);
  await runs.finish(run);
  const dir = join(await temporaryFolder(), `part-${head}`);
  vi.stubEnv("TWINBOOT_STORE", store.dir);
  await packCommand({ output: dir });
  return { dir, matrix: planned };
}

async function merge(...dirs: string[]) {
  const store = await temporaryStore();
  const runs = new Runs(store.dir);
  const number = await runs.next();
  const merged = await mergeParts(dirs, { store, runs, number, matrix, results: [] });
  return { ...merged, store, runs };
}

function verdicts({ cells }: RunRecord) {
  return cells.map(({ head, verdict }) => `${head} ${verdict}`);
}

/** A copy of a part, changed by whoever made it: with every digest made to fit. */
async function forged(change: (part: Forgery) => Promise<void>): Promise<string> {
  const dir = join(await temporaryFolder(), "part-forged");
  await cp(packed.next, dir, { recursive: true });
  await change(new Forgery(dir));
  return dir;
}

const all = ["sid pass", "sid fail", "next pass", "next fail"];
const lost = ["sid pass", "sid fail", "next infra", "next infra"];

describe("the parts of a run", () => {
  test("are the run, and can be verified where they were merged", async () => {
    const { record, refused, runs, store } = await merge(packed.sid, packed.next);
    expect(refused).toEqual([]);
    expect(verdicts(record)).toEqual(all);
    await runs.finish(record);
    expect(await verifyRun(record, evidenceSource(store, runs, record.run))).toEqual([]);
    expect(await readdir(join(store.dir, "traces"))).toEqual([]);
  });

  test("that are not all there are no success: what is missing is named", async () => {
    const { record } = await merge(packed.sid);
    expect(verdicts(record)).toEqual(lost);
    expect(record.cells.at(-1)?.finding?.summary).toContain("no part of the run brought it");
    const passing = { ...record, cells: record.cells.filter(({ verdict }) => verdict !== "fail") };
    expect(checkReport(passing, new Map()).conclusion).toBe("neutral");
  });

  test("that are given twice contradict each other, and leave nothing", async () => {
    const again = join(await temporaryFolder(), "again");
    await cp(packed.sid, again, { recursive: true });
    const { record, refused } = await merge(packed.sid, again, packed.next);
    expect(refused.map(({ why }) => why)[0]).toContain("the cell sid base guest bare-q35");
    expect(verdicts(record)).toEqual(["sid infra", "sid infra", "next pass", "next fail"]);
    await expect(merge(packed.sid, again)).rejects.toThrow("no valid part");
  });

  test("and a folder that is none of them are no success either", async () => {
    const none = await temporaryFolder();
    await expect(merge(packed.sid, packed.next, none)).rejects.toThrow(
      `${none}: there is no folder`,
    );
  });
});

describe("a part is refused, and its cells have no answer,", () => {
  test.each<[string, (part: Forgery) => Promise<void>, string]>([
    ["without evidence", (p) => p.run(passAll), "says pass and nothing was judged"],
    ["with a verdict that its console does not give", (p) => p.run(makePass), "verdict: run.json"],
    ["asked for less", (p) => p.run(askLess), "not judged by what was planned"],
    ["with a cell that was not planned", (p) => p.run(unplanned), "xen-pv-dom9: was not planned"],
    ["with a cell twice", (p) => p.run(twice), "is there twice"],
    ["that skips what was to be booted", (p) => p.run(skip), "was to be booted, and is skipped"],
    ["excused by nobody", (p) => p.run(excuse), "of which it has no boot"],
    [
      "with one boot for two kernels",
      (p) => p.run(oneBoot),
      "does not hold|that of another cell|its key names",
    ],
    ["of another QEMU", (p) => p.run((r) => (r.host.qemuDigest = "0".repeat(64))), "another QEMU"],
    [
      "of a kernel that was not built",
      (p) => p.run(otherKernel),
      "no build in the store came to it",
    ],
    [
      "that says that it ran under Xen",
      (p) => p.run(({ cells }) => cells.forEach((cell) => (cell.hypervisor = "xen"))),
      "names another hypervisor",
    ],
    ["with a kernel of another row", (p) => p.run(swap), "is not the one of its row"],
    ["with a foreign series", (p) => p.run(foreignSeries), "was not planned"],
    ["with a head elsewhere", (p) => p.run(foreignHead), "the head next was not planned"],
    ["with a boot of another shape", (p) => p.traces("boot", breakBoot), "is not in the store"],
    [
      "with a boot of another platform",
      (p) => p.traces("boot", elsewhere),
      "its boot is one of xen",
    ],
    [
      "with its evidence gone",
      (p) => rm(join(p.dir, "evidence"), { recursive: true }),
      "no folder",
    ],
    ["with a console cut", cutConsoles, "is not in the store|not what was recorded"],
    ["with a console grown", growConsoles, "is not in the store|not what was recorded"],
    ["with links for consoles", linkConsoles, "is not in the store"],
    ["with a link for its folder", linkFolder, "there is no folder"],
    ["with half a run.json", (p) => truncate(join(p.dir, "run.json"), 5000), "its run.json"],
    ["with no run.json", (p) => rm(join(p.dir, "run.json")), "its run.json is not there"],
    ["with a run.json that is a folder", folderForRun, "is not a regular file"],
    ["with a run.json of 1 GiB", (p) => truncate(join(p.dir, "run.json"), 2 ** 30), "too large"],
    ["whose digest does not hold", editRun, "its digest does not hold"],
    ["with a path for a digest", (p) => p.run(pathForDigest), "is not of its kind"],
    ["with a path for a name", (p) => p.run(pathForName), "is not of its kind"],
  ])("%s", async (_, change, words) => {
    const { record, refused } = await merge(packed.sid, await forged(change));
    expect(refused.map(({ why }) => why).join()).toMatch(new RegExp(words));
    expect(verdicts(record)).toEqual(lost);
  });
});
