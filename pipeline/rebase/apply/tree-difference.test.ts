// What stands in for the commits where none is to blame: tarballs, and the series' own patches.
// @module-tag process

import { describe, expect, test } from "vitest";
import {
  argument,
  dated,
  driver,
  elsewhere,
  Histories,
  patched,
  path,
  start,
} from "../../test/conflict-rig.ts";

describe.concurrent("without a common history", () => {
  test("the two trees' difference around the hunk stands in", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const both = {
      [path]: driver({
        probe: `${start}\tdemo_start(dev, true);\n\treturn 0;`,
        remove: "\tdemo_halt(dev);",
      }),
    };
    const head = await histories.on(undefined, [both, "linux-source-6.1"]);
    const [cause] = await histories.causes(base, { [path]: patched }, head);
    expect(cause?.commits).toEqual([]);
    expect(cause?.side).toBeUndefined();
    const difference = cause?.difference ?? [];
    expect(difference.slice(0, 2)).toEqual([`--- a/${path}`, `+++ b/${path}`]);
    expect(difference).toContain("-\tdemo_start(dev);");
    expect(difference).toContain("+\tdemo_start(dev, true);");
    expect(difference.join()).not.toContain("halt");
  });

  test("a hunk is compared where its lines stand on the base, wherever its header says", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const head = await histories.on(undefined, [argument, "tarball"]);
    const author = await histories.rig.commit({ [path]: patched }, "the patch", base, dated());
    const [patch] = await histories.rig.patches(base, author);
    if (!patch) throw new Error("no patch");
    const aged = patch.text.replace(/^@@ -\d+,(\d+) \+\d+,/m, "@@ -2,$1 +2,");
    const [cause] = await histories.asked(base, { ...patch, text: aged }, head, histories.rig.git);
    expect(cause?.difference).toContain("-\tdemo_start(dev);");
    expect(cause?.difference).toContain("+\tdemo_start(dev, true);");
  });

  test("a file that is not in the head is looked for under another name", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const same = await histories.on(undefined, [{ "drivers/virt/xen.c": driver() }, "tarball"]);
    const named = await histories.on(undefined, [
      { "drivers/virt/demo.c": elsewhere[path] ?? "" },
      "tarball",
    ]);
    const none = await histories.on(undefined, [{ other: "1\n" }, "tarball"]);
    const missing = `${path} is not in this head`;
    const differences = await Promise.all(
      [same, named, none].map(async (head) => {
        const author = await histories.rig.commit({ [path]: patched }, "the patch", base, dated());
        const [patch] = await histories.rig.patches(base, author);
        return (
          patch && (await histories.asked(base, patch, head, histories.rig.git))[0]?.difference
        );
      }),
    );
    expect(differences).toEqual([
      [missing, "the same file is drivers/virt/xen.c there"],
      [missing, "a file of that name is drivers/virt/demo.c there"],
      [missing],
    ]);
  });

  test("an earlier patch of the series is seen in the difference, not blamed on a commit", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const { tree } = await histories.on(base, [argument, "an earlier patch"]);
    const author = await histories.rig.commit({ [path]: patched }, "the patch", base, dated());
    const [patch] = await histories.rig.patches(base, author);
    if (!patch) throw new Error("no patch");
    const [cause] = await histories.asked(base, patch, { ...base, tree }, histories.rig.git);
    expect(cause?.commits).toEqual([]);
    expect(cause?.difference).toContain("+\tdemo_start(dev, true);");
  });

  test("a commit that the repository lacks is an error, not a missing history", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const author = await histories.rig.commit({ [path]: patched }, "the patch", base, dated());
    const [patch] = await histories.rig.patches(base, author);
    if (!patch) throw new Error("no patch");
    const head = { ...base, commit: "1".repeat(40) };
    await expect(histories.asked(base, patch, head, histories.rig.git)).rejects.toThrow(
      "bad object",
    );
  });
});
