// A patch that is in a head and no longer stands there as it landed.
// @module-tag process

import { expect, test } from "vitest";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { changed, file, rebase, text, numbered, valueOf } from "../../test/rebase-rig.ts";

const onto = (tree: Tree): Tree => ({ a: file, ...tree });

async function landed(...later: readonly (readonly [Tree, string])[]) {
  const rig = await GitRig.make();
  const base = await rig.commit(onto({}));
  const tip = await rig.commit(onto({ a: changed(20, "mine") }), "area: mine", base);
  const patches = await rig.patches(base, tip, "--full-index");
  let head = tip;
  for (const [tree, message] of later) head = await rig.commit(onto(tree), message, head);
  const outcome = await rebase(rig, patches, head, base);
  return { tip, head, patch: valueOf(outcome).patches[0] };
}

test("is upstream, and the commits that changed its lines are named", async () => {
  const { tip, head, patch } = await landed(
    [{ a: changed(20, "theirs") }, "area: theirs"],
    [{ a: changed(20, "better") }, "area: better"],
    [{ a: text(numbered.with(19, "better").with(38, "far")) }, "area: far away"],
  );
  expect(patch).toMatchObject({
    result: "upstream",
    reworked: [{ subject: "area: better" }, { subject: "area: theirs" }],
  });
  expect(patch?.evidence?.[0]).toMatchObject({ rung: "patch-id", commit: { commit: tip.commit } });
  expect(patch).not.toHaveProperty("causes");
  expect(head.commit).not.toBe(tip.commit);
});

test("is none that was reverted, and none where its old lines are back without a word", async () => {
  const reverted = await landed();
  const message = `Revert "area: mine"\n\nThis reverts commit ${reverted.tip.commit}.\n`;
  const { patch } = await landed([{ a: changed(21, "near") }, message]);
  expect(patch?.result).toBe("conflict");
  const silent = await landed([{ a: file }, "tidy up"]);
  expect(silent.patch?.result).toBe("clean");
});

test("never has its own commit for a prerequisite", async () => {
  const { tip, patch } = await landed([{ a: changed(21, "near") }, "tidy up"]);
  const named = (patch?.causes ?? []).flatMap(({ commits }) => commits);
  expect(named.map(({ commit }) => commit)).not.toContain(tip.commit);
});

test("is upstream where a backport of it names the commit that it was made of", async () => {
  const rig = await GitRig.make();
  const base = await rig.commit(onto({}), "base");
  const tip = await rig.commit(onto({ a: changed(20, "mine") }), "area: mine", base);
  const patches = await rig.patches(base, tip, "--full-index");
  const near = numbered.with(17, "near");
  const other = await rig.commit(onto({ a: text(near) }), "area: near", base);
  const message = `area: mine\n\nmaster commit: ${tip.commit}\n`;
  const head = await rig.commit(onto({ a: text(near.with(19, "mine, too")) }), message, other);
  const patch = valueOf(await rebase(rig, patches, head, base)).patches[0];
  expect(patch?.result).toBe("upstream");
  expect(patch?.evidence?.[0]).toMatchObject({
    rung: "named-commit",
    commit: { commit: head.commit },
  });
});
