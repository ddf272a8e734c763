// A clean build is the judge of what was built in copies: of innocent series, of hostile heads, and of what the store holds.
// @module-tag process

import { beforeAll, describe, expect, test } from "vitest";
import { digestOf } from "../../model/digest.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { changedLine, SmallBuilds, smallHead, withRecipe } from "../../test/small-tree.ts";

let rig: GitRig;
beforeAll(async () => {
  rig = await GitRig.make();
});

/** A tree on a head, built as every series is. */
async function built(headTree: Tree, tree: Tree) {
  const head = await rig.commit(headTree);
  const source: SourceTree = await rig.commit(tree);
  const builds = new SmallBuilds(rig.store, head);
  return { builds, source, kernel: kernelOf(await builds.build(source)) };
}

function kernelOf(outcome: Outcome<Kernel>): Kernel {
  if (outcome.status === "pass") return outcome.value;
  throw new Error(JSON.stringify(outcome));
}

const series = { ...smallHead, ...changedLine };

describe("a kernel built from nothing", () => {
  test("has the bytes of the one that was built from its head's objects", async () => {
    const { builds, source, kernel } = await built(smallHead, series);
    const { image, vmlinux } = kernel;
    expect(await builds.rebuild(source, kernel)).toEqual({
      status: "pass",
      value: { image: image.digest, vmlinux: vmlinux.digest },
    });
  });

  test("has the bytes of one that is vmlinux itself, as POWER boots it", async () => {
    const head = await rig.commit(smallHead);
    const source = await rig.commit(series);
    const builds = new SmallBuilds(rig.store, head, { image: "vmlinux" });
    const kernel = kernelOf(await builds.build(source));
    expect(kernel.image).toEqual(kernel.vmlinux);
    expect(await builds.rebuild(source, kernel)).toMatchObject({ status: "pass" });
  });

  test("has the bytes of a series that adds a header where the compiler looks first", async () => {
    const added = { ...series, "first/shared.h": "#define WORD 5\n" };
    const { builds, source, kernel } = await built(smallHead, added);
    expect(await builds.rebuild(source, kernel)).toMatchObject({ status: "pass" });
  });

  test("twice alike, and not as the one that was booted, is the machine's fault", async () => {
    const { builds, source, kernel } = await built(smallHead, series);
    const other = { ...kernel, image: { ...kernel.image, digest: digestOf("EVIL") } };
    expect(await builds.rebuild(source, other)).toMatchObject({
      status: "fail",
      finding: { reason: "not-reproduced", fault: "infrastructure" },
    });
  });

  test("with other bytes each time is the series' fault", async () => {
    const random = withRecipe("bzImage", "date +%N >> /tmp/objects/vmlinux");
    const { builds, source, kernel } = await built(smallHead, random);
    expect(await builds.rebuild(source, kernel)).toMatchObject({
      status: "fail",
      finding: { reason: "not-reproduced", fault: "series" },
    });
  });

  test("that does not come to an end says so", async () => {
    const lazy = withRecipe("bzImage", "test -e /tmp/objects/of-the-head");
    const of = withRecipe("bzImage", "touch /tmp/objects/of-the-head");
    const { builds, source, kernel } = await built(of, lazy);
    const outcome = await builds.rebuild(source, kernel);
    expect(JSON.stringify(outcome)).toMatch(/not-reproduced.*clean: make: .*Error 1/u);
  });
});

describe("a series on a head that", () => {
  test.each([
    ["dates its objects in the future", "touch -d 2040-01-01 /tmp/objects/*.o"],
    ["dates its objects in the past", "touch -d 1980-01-01 /tmp/objects/*.o"],
    ["leaves a link in the configuration's place", "ln -sf /tmp/x /tmp/objects/.config.old"],
  ])("%s is built with its own change", async (_, recipe) => {
    const head = withRecipe("bzImage", recipe);
    const { builds, source, kernel } = await built(head, { ...head, ...changedLine });
    expect(await builds.rebuild(source, kernel)).toMatchObject({ status: "pass" });
  });

  test("tells the compiler cache what to run leaves another head alone", async () => {
    const setting = "echo prefix_command = /tmp/evil > /tmp/ccache/ccache.conf";
    const evil = await rig.commit(withRecipe("bzImage", setting));
    await new SmallBuilds(rig.store, evil).build(evil);
    const { builds, source, kernel } = await built(smallHead, series);
    expect(await builds.rebuild(source, kernel)).toMatchObject({ status: "pass" });
  });
});
