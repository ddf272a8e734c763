// A series of a hypervisor's own, rebased in memory onto a source that is really fetched, and built of that.
// @module-tag process

import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import type { SourcePin } from "../../model/described/hypervisor.ts";
import { type Step, step } from "../../model/work/step.ts";
import { patchFile } from "../../test/git-rig.ts";
import { Served } from "../../test/served-rig.ts";
import { patchedSmallXen, smallXen } from "../../test/small-xen.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { rebaseSeries } from "../rebase-series.ts";
import { importHypervisor } from "./import-hypervisor.ts";

const source = { git: "", ref: "main" };
const lines = (third: string): string => ["one", "two", third, "four", "five", ""].join("\n");

type CommitPin = Extract<SourcePin, { readonly commit: string }>;

let older: CommitPin;
let newer: CommitPin;
beforeAll(async () => {
  const served = await Served.make();
  const commit = async (text: string, ...on: SourceTree[]) =>
    served.rig.commit({ ...smallXen, "xen/common.c": text }, text.slice(0, 4), ...on);
  const first = await commit(lines("three"));
  const second = await commit(`zero\n${lines("three")}`, first);
  await served.branch(second);
  source.git = `file://${served.dir}`;
  older = { ...source, commit: first.commit };
  newer = { ...source, commit: second.commit };
});

function imported(pin: SourcePin): Step<SourceTree> {
  const hypervisor = { hypervisor: "small", source };
  return step(importHypervisor, "small", { hypervisor, pin }, {});
}

function rebased(to: string, from = "three") {
  const diff = `diff --git a/xen/common.c b/xen/common.c
--- a/xen/common.c
+++ b/xen/common.c
@@ -2,3 +2,3 @@
 two
-${from}
+${to}
 four
`;
  const mail = `From: A <a@example.org>\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nSubject: [PATCH] it\n\n---\n${diff}`;
  const params = { series: "small", patches: [patchFile("it.patch", mail)], resolutions: [] };
  const onto = { head: imported(newer), writtenOn: imported(older) };
  return step(rebaseSeries, "small", params, onto);
}

test("a series moves to where its lines are by now, and the image is of that, and says whose it is", async () => {
  const store = await temporaryStore();
  const outcome = await outcomeOn(store, patchedSmallXen(source, newer, rebased("three and more")));
  if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
  const { version, image } = outcome.value;
  expect(await readFile(store.path(image), "utf8")).toBe(
    `series:small:0123zero\n${lines("three and more")}`,
  );
  expect(version).toBe(`4.23-unstable (main at ${newer.commit.slice(0, 12)}) with small`);
});

test("one that does not apply is a conflict of the series, and nothing is built of it", async () => {
  const store = await temporaryStore();
  const series = rebased("more", "another");
  expect(await outcomeOn(store, series)).toMatchObject({
    status: "fail",
    finding: { reason: "conflict", fault: "series" },
  });
  expect(await outcomeOn(store, patchedSmallXen(source, newer, series))).toMatchObject({
    status: "blocked",
  });
});

test("one with which it does not build is to blame for that", async () => {
  const broken = rebased("three");
  const diff = `diff --git a/xen/common.c b/xen/common.c\ndeleted file mode 100644\n--- a/xen/common.c\n+++ /dev/null\n@@ -1,6 +0,0 @@\n${`zero\n${lines("three")}`.trimEnd().replace(/^/gm, "-")}\n`;
  const mail = `From: A <a@example.org>\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nSubject: [PATCH] it\n\n---\n${diff}`;
  const params = { ...broken.params, patches: [patchFile("it.patch", mail)] };
  const series = step(rebaseSeries, "small", params as never, {
    head: imported(newer),
    writtenOn: imported(newer),
  });
  const outcome = await outcomeOn(await temporaryStore(), patchedSmallXen(source, newer, series));
  expect(outcome).toMatchObject({
    status: "fail",
    finding: { reason: "build-failed", fault: "series" },
  });
});
