// The tree's own checkers, here small scripts of a small tree: what they say is data, and they are kept in the sandbox.
// @module-tag process

import { describe, expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { step } from "../../model/work/step.ts";
import { findAbi } from "../source/find-abi.ts";
import { findMaintainers } from "./find-maintainers.ts";
import { constantStep } from "../constant-step.ts";
import { runCheckpatch } from "./run-checkpatch.ts";
import { runKernelDoc } from "./run-kernel-doc.ts";
import { GitRig } from "../../test/git-rig.ts";
import { mail } from "../../test/posted-rig.ts";
import { outcomeOn } from "../../test/store-rig.ts";

const rig = await GitRig.make();

function treeWith(script: string, text: string, more: Record<string, string> = {}) {
  return rig.commit({ [`scripts/${script}`]: { mode: "100755", text }, ...more });
}

const source = (tree: SourceTree) => ({ source: constantStep("tree", tree) });
const patches = [mail({}), mail({ subject: "x86/foo: Add a baz" })];

async function checked(text: string) {
  const tree = await treeWith("checkpatch.pl", text);
  return outcomeOn(rig.store, step(runCheckpatch, "x", { patches }, source(tree)));
}

describe("checkpatch.pl", () => {
  test("is the tree's own, and is given each patch", async () => {
    const perl = `open F, $ARGV[-1]; while (<F>) { if (/^Subject.*baz/) { print "f.c:7: WARNING:BAZ: no baz\\n"; exit 1 } }`;
    expect(await checked(perl)).toEqual({
      status: "pass",
      value: [[], ["f.c:7: WARNING:BAZ: no baz"]],
    });
  });

  test.each([
    [
      "breaks",
      `die "Can't locate Foo.pm\\n"`,
      /checkpatch\.pl ended with \d+: Can't locate Foo\.pm/,
    ],
    ["fails without a word", "exit 1", /ended with 1/],
  ])("that %s proves nothing", async (_, perl, message) => {
    const outcome = await checked(perl);
    expect(outcome).toMatchObject({ status: "error", message: expect.stringMatching(message) });
  });

  test.each([
    ["is answered where the tree names somebody for it", "maintainer:FOO", []],
    [
      "stays where it names the open list alone",
      "open list",
      ["-:9: WARNING:FILE_PATH_CHANGES: ?"],
    ],
  ])("whose question after MAINTAINERS %s", async (_, role, said) => {
    const asks = `print "-:9: WARNING:FILE_PATH_CHANGES: ?\\n"; exit 1`;
    const names = `die unless $ARGV[-1] eq "new.c"; print "A B <a\\@b> (${role})\\n"`;
    const tree = await treeWith("checkpatch.pl", asks, {
      "scripts/get_maintainer.pl": names,
      "new.c": "int a;\n",
    });
    const added = [
      mail({ diff: "new file mode 100644\n--- /dev/null\n+++ b/new.c\n@@ -0,0 +1 @@\n+int a;\n" }),
    ];
    const made = step(runCheckpatch, "x", { patches: added }, source(tree));
    expect(await outcomeOn(rig.store, made)).toEqual({ status: "pass", value: [said] });
  });

  test("cannot write the tree that the next step reads", async () => {
    const perl = `open(F, ">", "scripts/checkpatch.pl") and print "f.c:1: ERROR:WROTE: it\\n"; exit 0`;
    expect(await checked(perl)).toEqual({ status: "pass", value: [[], []] });
  });
});

describe("kernel-doc", () => {
  test("is asked about the files that there are", async () => {
    const sh = `#!/bin/sh\nfor f; do [ "$f" = -none ] || echo "$f:3: warning: bad" >&2; done\nexit 1\n`;
    const tree = await treeWith("kernel-doc", sh, { "a.c": "int a;\n" });
    const made = step(runKernelDoc, "x", { files: ["a.c", "gone.c"] }, source(tree));
    expect(await outcomeOn(rig.store, made)).toEqual({
      status: "pass",
      value: {
        files: ["a.c"],
        complaints: [{ file: "a.c", message: "bad", line: "a.c:3: warning: bad" }],
      },
    });
  });
});

describe("get_maintainer.pl", () => {
  test("names addresses with their roles, patch by patch", async () => {
    const perl = `print "A B <a\\@b> (maintainer:FOO (64-BIT))\\nl\\@k (open list)\\n"`;
    const tree = await treeWith("get_maintainer.pl", perl);
    const made = step(findMaintainers, "x", { patches: patches.slice(1) }, source(tree));
    const named = [
      { name: "A B", address: "a@b", role: "maintainer:FOO (64-BIT)" },
      { name: "", address: "l@k", role: "open list" },
    ];
    expect(await outcomeOn(rig.store, made)).toEqual({ status: "pass", value: [named] });
  });
});

describe("Documentation/ABI", () => {
  test("describes a file by the last part of its What: lines", async () => {
    const abi =
      "What:\t\t/sys/foo/level\n\t\t/sys/foo/second\nDate:\t\tnow\nDescription:\tsee /sys/foo/words here\n";
    const tree = await rig.commit({
      "Documentation/ABI/testing/sysfs-foo": abi,
      "a.c": "What: /sys/x/code\n",
    });
    const names = ["level", "second", "words", "code", "eve"];
    expect(await outcomeOn(rig.store, step(findAbi, "x", { names }, source(tree)))).toEqual({
      status: "pass",
      value: ["level", "second"],
    });
  });
});
