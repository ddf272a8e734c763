// A series onto a head: the commits, the order, and what a conflict leaves, with real git.
// @module-tag process

import { describe, expect, test } from "vitest";
import { GitRig, patchFile } from "../test/git-rig.ts";
import {
  changed,
  file,
  numbered,
  passed,
  rebase,
  resultsOf,
  text,
  valueOf,
} from "../test/rebase-rig.ts";

describe.concurrent("the commits", () => {
  const author = { name: "Zoë Ünal", email: "zoe@example.org", date: "1712345678 -0330" };
  const subject = `x86/hypervisor: a subject so long that format-patch must fold it over several lines of its header`;

  async function authored() {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file });
    const first = await rig.commit(
      { f: changed(5, "1") },
      `${subject}\n\nWhy: ü.\n\nSigned-off-by: Z\n`,
      base,
      author,
    );
    const second = await rig.commit({ f: changed(5, "2") }, "no body", first, author);
    const head = await rig.commit({ f: file, g: "g\n" });
    return { rig, base, head, patches: await rig.patches(base, second) };
  }

  test("have the author, the date and the message that git am gives them", async () => {
    const { rig, base, head, patches } = await authored();
    const rebased = await passed(rig, patches, head, base);
    expect((await rig.am(head, patches)).ok).toBe(true);
    const format = ["log", "-2", "--format=%an|%ae|%ad|%T|%B", "--date=raw"];
    const ours = await rig.git.must(...format, rebased.commit);
    expect(ours).toBe(await rig.run([...format, "HEAD"]));
    expect(ours).toContain(`Zoë Ünal|zoe@example.org|1712345678 -0330|`);
    expect(rebased.patches.map((one) => one.subject)).toEqual([subject, "no body"]);
  });

  test("are the same whoever makes them, and whenever", async () => {
    const one = await authored();
    const two = await authored();
    const [a, b] = [
      await passed(one.rig, one.patches, one.head, one.base),
      await passed(two.rig, two.patches, two.head, two.base),
    ];
    expect(a).toEqual(b);
  });

  test("are kept from git gc by a ref", async () => {
    const { rig, base, head, patches } = await authored();
    const { commit } = await passed(rig, patches, head, base);
    expect(await rig.git.must("for-each-ref", "--format=%(objectname)")).toBe(commit);
  });

  test("of a bare diff get its file name as subject and an author that says it is unknown", async () => {
    const { rig, base, head, patches } = await authored();
    const diff = patches[0]?.text.slice(patches[0].text.indexOf("diff --git")) ?? "";
    const { commit } = await passed(rig, [patchFile("bare.diff", diff)], head, base);
    expect(await rig.git.must("log", "-1", "--format=%an %ct %s", commit)).toBe(
      "unknown 0 bare.diff",
    );
  });
});

const demo = (lines: readonly string[]) => `int demo(void)\n{\n${lines.join("")}}\n`;

describe.concurrent("a series", () => {
  test("goes on behind a conflict: what is stuck only for want of it says so, the rest is tried", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file, g: "g\n" });
    const one = await rig.commit({ f: file, g: "h\n" }, "one", base);
    const two = await rig.commit({ f: changed(20, "mine"), g: "h\n" }, "two", one);
    const three = await rig.commit({ f: changed(20, "mine too"), g: "h\n" }, "three", two);
    const four = await rig.commit({ f: changed(20, "mine too"), g: "i\n" }, "four", three);
    const patches = await rig.patches(base, four);
    const head = await rig.commit({ f: changed(20, "theirs"), g: "g\n" });
    const outcome = await rebase(rig, patches, head, base);
    expect(outcome.status).toBe("fail");
    const value = valueOf(outcome);
    expect(resultsOf(value)).toEqual(["clean", "conflict", "blocked-by", "clean"]);
    expect(value.patches[2]).toMatchObject({ subject: "three", blockedBy: "0002-two.patch" });
    expect(value.tree).toBe((await rig.am(head, patches)).tree);
    expect(value.patches.map(({ commit }) => commit !== undefined)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test("behind a conflict finds the files that the stuck patch makes and moves", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file, "old.c": "int a;\n" });
    const mine = { f: changed(20, "mine") };
    const made = { ...mine, "new.c": "int n;\n", "moved.c": "int a;\n" };
    const one = await rig.commit(made, "one", base);
    const two = await rig.commit({ ...made, "new.c": "int n = 1;\n" }, "two", one);
    const three = { ...made, "new.c": "int n = 1;\n", "moved.c": "int a = 1;\n" };
    const patches = await rig.patches(base, await rig.commit(three, "three", two));
    const head = await rig.commit({ f: changed(20, "theirs"), "old.c": "int a;\n" });
    const value = valueOf(await rebase(rig, patches, head, base));
    expect(resultsOf(value)).toEqual(["conflict", "clean", "clean"]);
  });

  test("on a base to which a patch does not apply raises no alarm over what it left there", async () => {
    const rig = await GitRig.make();
    const lines = Array.from({ length: 20 }, (_, at) => `\tstep(${at});\n`);
    const start = await rig.commit({ f: file, "g.c": demo(lines) });
    const early = lines.with(2, "\tstep(first);\n");
    const f = changed(20, "mine");
    const one = await rig.commit({ f, "g.c": demo(early) }, "one", start);
    const both = demo(early.with(15, "\tstep(second);\n"));
    const patches = await rig.patches(start, await rig.commit({ f, "g.c": both }, "two", one));
    const base = await rig.commit({ f: changed(20, "theirs"), "g.c": demo(lines) });
    const value = valueOf(await rebase(rig, patches, base, base));
    expect(resultsOf(value)).toEqual(["conflict", "clean"]);
    expect(value.patches[1]?.alarms).toBeUndefined();
  });

  test("lists every conflict of its own in one run", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file, g: file });
    const one = await rig.commit({ f: changed(20, "mine"), g: file }, "one", base);
    const two = await rig.commit({ f: changed(20, "mine"), g: changed(9, "x") }, "two", one);
    const head = await rig.commit({ f: changed(20, "theirs"), g: changed(9, "y") });
    const outcome = await rebase(rig, await rig.patches(base, two), head, base);
    expect(resultsOf(valueOf(outcome))).toEqual(["conflict", "conflict"]);
    expect(outcome).toMatchObject({
      finding: {
        summary: "s: 0001-one.patch, 0002-two.patch do not apply",
        detail: ["f @@ -17,7 +17,7 @@ line 16", "g @@ -6,7 +6,7 @@ line 5"],
      },
    });
  });

  test("goes on behind an empty patch", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file, g: "g\n" });
    const one = await rig.commit({ f: changed(3, "x"), g: "g\n" }, "one", base);
    const two = await rig.commit({ f: changed(3, "x"), g: "h\n" }, "two", one);
    const head = await rig.commit({ f: changed(3, "x"), g: "g\n" });
    const rebased = await passed(rig, await rig.patches(base, two), head, base);
    expect(resultsOf(rebased)).toEqual(["empty", "clean"]);
    expect(rebased.tree).toBe(two.tree);
  });

  test("merges a later patch to a file from what the earlier one left, as its author had it", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file });
    const one = await rig.commit({ f: changed(5, "first") }, "one", base);
    const both = text(numbered.with(4, "first").with(29, "second"));
    const patches = await rig.patches(base, await rig.commit({ f: both }, "two", one));
    const head = await rig.commit({ f: changed(28, "upstream") });
    const rebased = await passed(rig, patches, head, base);
    expect(resultsOf(rebased)).toEqual(["clean", "merged"]);
    expect(rebased.tree).toBe((await rig.am(head, patches)).tree);
  });

  test("on the head it was written on gives the tree it was written as", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file });
    const one = await rig.commit({ f: changed(5, "first") }, "one", base);
    const two = await rig.commit({ f: changed(6, "second"), g: "g\n" }, "two", one);
    const rebased = await passed(rig, await rig.patches(base, two), base, base);
    expect(rebased.tree).toBe(two.tree);
  });

  test("whose commit was lost with the repository is rebased again", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ f: file });
    const patches = await rig.patches(base, await rig.commit({ f: changed(5, "1") }, "one", base));
    const { commit } = await passed(rig, patches, base, base);
    await rig.git.must("update-ref", "-d", `refs/twinboot/series/s/${commit}`);
    await rig.git.must("gc", "--quiet", "--prune=now");
    expect(await rig.git.has(commit)).toBe(false);
    expect((await passed(rig, patches, base, base)).commit).toBe(commit);
    expect(await rig.git.has(commit)).toBe(true);
  });
});
