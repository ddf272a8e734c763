// The rows of XTF with a tree of ours in its place, whose tests end in every way in which a test can.

import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunCell } from "../../model/record/run-record.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { temporaryFolder } from "../folder-rig.ts";
import type { Tree } from "../git-rig.ts";
import { Served } from "../served-rig.ts";
import { brokenXtf, soundXtf } from "../small-xtf.ts";
import { reported, twinboot } from "./cli-rig.ts";

describe("the tests of XTF", { tags: ["vm"] }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await copyCheckout(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** The cell of xen-xtf-pv, with this tree in the place of XTF's. */
  async function cellWith(tree: Tree): Promise<RunCell> {
    const served = await Served.make();
    await served.branch(await served.rig.commit(tree, "tests"));
    const file = join(folder, "twinboot.yaml");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/^xtf: .*$/m, `xtf: { from: ${served.dir}, ref: main }`));
    const args = [
      "--head",
      "sid",
      "--series",
      "hypervisor-sysfs",
      "--platform",
      "xen-xtf-pv",
      "--attempts",
      "1",
    ];
    const { cells } = await reported(await twinboot(["run", ...args], {}, folder), folder);
    const [cell, ...more] = cells;
    if (!cell || more.length) throw new Error(`${cells.length} cells`);
    return cell;
  }

  it("pass where all do what they are for, each with its own result", async () => {
    const { verdict, evidence } = await cellWith(soundXtf);
    expect(verdict).toBe("pass");
    expect(evidence.tests?.map(({ name, result }) => `${name} ${result}`)).toEqual([
      "test-pv64-skip skip",
      "test-pv64-success pass",
    ]);
  });

  it("are the hypervisor's where they fail, say more than a result, say none, or do not end", async () => {
    const { verdict, finding, evidence } = await cellWith(brokenXtf);
    expect([verdict, finding?.reason, finding?.fault]).toEqual([
      "fail",
      "test-failed",
      "hypervisor",
    ]);
    const of = Object.fromEntries(evidence.tests?.map((one) => [one.name.slice(10), one]) ?? []);
    const results = Object.entries(of).map(([name, { result }]) => `${name} ${result}`);
    expect(results).toEqual([
      "babble fail",
      "failure fail",
      "hang fail",
      "mute fail",
      "skip skip",
      "success pass",
    ]);
    expect(of["failure"]?.detail).toContain("Fail: it was not so");
    expect(of["babble"]?.detail).toContain("no result, and poweroff");
    expect(of["mute"]?.detail).toContain("no result, and crash");
    expect(of["hang"]?.detail).toContain("not done after 30 s");
  });
});
