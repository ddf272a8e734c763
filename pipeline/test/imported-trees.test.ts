// From a foreign mail to the tree and the message: what git am -3 (2.39) made of each.
// @module-tag process

import { expect, test } from "vitest";
import { importedFrom } from "./exchange-rig.ts";
import { type Content, GitRig, patchFile, type Tree } from "./git-rig.ts";
import { passed } from "./rebase-rig.ts";

const before: Tree = { "a.c": "one\ntwo\nthree\n", "empty.txt": "", "script.sh": "x\n" };
const rig = await GitRig.make();
const base = await rig.commit(before);

const head =
  "From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\nFrom: Ann Other <ann@example.org>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: [PATCH] it\n";
const mail = (diff: string): string => `${head}\nSay why.\n---\n\n${diff}-- \n2.39.5\n\n`;

async function rebased(text: string) {
  const files = await importedFrom({ "x.mbox": text }, "x.mbox");
  const names = (files["series"] ?? "").trim().split("\n");
  const patches = names.map((name) => patchFile(name, files[name] ?? ""));
  return passed(rig, patches, base, base);
}

const added = (mode: string, path = "new.c"): string =>
  `diff --git a/${path} b/${path}\nnew file mode ${mode}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;
const emptied = "@@ -1,3 +0,0 @@\n-one\n-two\n-three\n";
const filled = "@@ -0,0 +1 @@\n+x\n";
const real = "2024-06-22 11:27:13.931633400 -0500";
const program = (text: string): Content => ({ mode: "100755", text });
const link = (text: string): Content => ({ mode: "120000", text });

// prettier-ignore
test.each<[string, string, Tree]>([
  ["a new file of mode 100664", added("100664"), { "new.c": "x\n" }],
  ["a new file of mode 100775", added("100775"), { "new.c": program("x\n") }],
  ["a new mode 100775", "diff --git a/script.sh b/script.sh\nold mode 100664\nnew mode 100775\n", { "script.sh": program("x\n") }],
  ["a link", added("120000").replace("+x\n", "+a.c\n\\ No newline at end of file\n"), { "new.c": link("a.c") }],
  ["a name with a blank, unquoted", added("100644", "a b.c"), { "a b.c": "x\n" }],
  ["a file that is emptied stays", `--- a/a.c\t${real}\n+++ b/a.c\t${real}\n${emptied}`, { "a.c": "" }],
  ["a file that is gone by the epoch goes", `--- a/a.c\t${real}\n+++ b/a.c\t1970-01-01 00:00:00.000000000 +0000\n${emptied}`, { "a.c": undefined as never }],
  ["a date behind a blank, of a file that is not there", `--- a/n.c 1970-01-01 00:00:00.000000000 +0000\n+++ b/n.c ${real}\n${filled}`, { "n.c": "x\n" }],
  ["an empty file that is filled", `--- a/empty.txt\t${real}\n+++ b/empty.txt\t${real}\n${filled}`, { "empty.txt": "x\n" }],
  ["a file without prefixes at the top", `--- a.c.orig\n+++ a.c\n${emptied}`, { "a.c": "" }],
])("%s", async (_, diff, after) => {
  const whole = Object.entries({ ...before, ...after }).filter(([, content]) => content !== undefined);
  const { tree } = await rig.commit(Object.fromEntries(whole));
  expect((await rebased(mail(diff))).tree).toBe(tree);
});

test("a name that is no UTF-8 keeps its bytes, quoted or not", async () => {
  const quoted = await rebased(
    mail(added("100644", "x").replaceAll(/([ab])\/x/g, '"$1/caf\\351"')),
  );
  const raw = await rebased(mail(added("100644", "caf\xe9")));
  expect(raw.tree).toBe(quoted.tree);
  const listed = await rig.git.must("ls-tree", "--name-only", raw.tree);
  expect(listed.split("\n")).toContain('"caf\\351"');
});

test("a message that holds a whole mail keeps its From line", async () => {
  const inner =
    "From 2222222222222222222222222222222222222222 Mon Sep 17 00:00:00 2001\nFrom: B <b@example.org>\n";
  const part = Buffer.from(`${inner}\nWhy.\n---\n${added("100644")}`).toString("base64");
  const text = `${head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="XX"\n\n--XX\nContent-Type: text/plain\n\nHere it is.\n\n--XX\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n${part}\n--XX--\n`;
  const { commit } = await rebased(text);
  const message = await rig.git.must("log", "-1", "--format=%B", commit);
  expect(message).toBe(`it\n\nHere it is.\n\n${inner}\nWhy.`);
});
