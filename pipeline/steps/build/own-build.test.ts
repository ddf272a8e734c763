// What the builds of one head leave for those that come after.
// @module-tag process

import { expect, test } from "vitest";
import { InfraError } from "../../model/errors.ts";
import { GitRig } from "../../test/git-rig.ts";
import { SmallBuilds, smallHead, withRecipe } from "../../test/small-tree.ts";
import { contextOn } from "../../test/step-context.ts";
import { headBuild, type HeadRecipe, ownBuild } from "./own-build.ts";

const rig = await GitRig.make();
const context = await contextOn(rig.store);
const head = await rig.commit({ Makefile: "all:\n" });
const later = await rig.commit({ Makefile: "all: more\n" });

/** Says which compilers made the objects, and how often. */
function recipeOf(compiler: string, made: string[] = []): HeadRecipe<void> {
  return {
    kept: "build-guest-7.2",
    objects: "objects",
    by: {},
    tools: [compiler],
    make: async ({ objects }) => {
      made.push(compiler);
      await objects.write("compiler", compiler);
    },
  };
}

test("systems with different compilers each find the objects that their own made", async () => {
  const made: string[] = [];
  for (const compiler of ["gcc 12", "gcc 14"])
    await headBuild(context, head, recipeOf(compiler, made));
  for (const compiler of ["gcc 12", "gcc 14"]) {
    const own = { ...context, workDir: await rig.store.work() };
    const { objects } = await ownBuild(own, { source: head, head }, recipeOf(compiler, made));
    expect(await objects.text("compiler")).toBe(compiler);
  }
  expect(made).toEqual(["gcc 12", "gcc 14"]);
});

test("objects of an older head are made anew", async () => {
  const made: string[] = [];
  const own = { ...context, workDir: await rig.store.work() };
  await ownBuild(own, { source: later, head: later }, recipeOf("gcc 14", made));
  expect(made).toEqual(["gcc 14"]);
});

test.each(["no-such-program", "no-such-program; exit $?"])(
  "a program that is missing (%s) is the machine's where the head takes it, the series' where it brings it",
  async (line) => {
    const small = await rig.commit(smallHead);
    const taking = await rig.commit(withRecipe("bzImage", line));
    const asHead = new SmallBuilds(rig.store, taking).build(taking);
    await expect(asHead).rejects.toThrow(InfraError);
    await expect(asHead).rejects.toThrow(/not on this machine: no-such-program$/);
    const own = await new SmallBuilds(rig.store, small).build(taking);
    expect(own).toMatchObject({ status: "fail", finding: { fault: "series" } });
  },
);

test("so is one that is missing where it is configured", async () => {
  const small = await rig.commit(smallHead);
  const taking = await rig.commit(withRecipe("tinyconfig", "no-such-program"));
  await expect(new SmallBuilds(rig.store, taking).configure(taking)).rejects.toThrow(
    /the unpatched head takes a program that is not on this machine: no-such-program$/,
  );
  const own = await new SmallBuilds(rig.store, small).configure(taking);
  expect(own).toMatchObject({ status: "fail", finding: { fault: "series" } });
});
