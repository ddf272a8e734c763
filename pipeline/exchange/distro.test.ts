// What OpenEmbedded and SUSE get: their own checks of a header, and what git makes of the patch.
// @module-tag process

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exported, imported, importedFrom, mail, newFile, folderOf } from "../test/exchange-rig.ts";
import { GitRig } from "../test/git-rig.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const body = "Why, Gr\xfc\xdfe.\n\nSigned-off-by: A. Uthor <a@example.org>\n";
const mime = "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n";
const series = await importedFrom({
  "1-one.patch": mail(
    "[PATCH 1/2] subsys: =?UTF-8?q?Gr=C3=BC=C3=9Fe?=",
    `${body}---\n${newFile("one")}`,
    mime,
  ),
  "2-two.patch": mail("[PATCH 2/2] subsys: Two", `---\n${newFile("two")}`),
});

/** The series with this said in its series.yaml. */
function stating(yaml: string) {
  return { ...series, "series.yaml": `${series["series.yaml"]}${yaml}` };
}

// prettier-ignore
const states = [
  ["nothing is said", "", "Pending [not posted yet]", "Patch-mainline: Not yet, not posted yet\n"],
  ["pending", "upstream: { all: { status: pending, why: tested by us } }", "Pending [tested by us]", "Patch-mainline: Not yet, tested by us\n"],
  ["submitted", 'upstream: { all: { status: submitted, date: "2026-11-21", to: "https://lore.example/r/1" } }', "Submitted [https://lore.example/r/1]", "Patch-mainline: Submitted, 2026-11-21 - https://lore.example/r/1\n"],
  ["queued", `upstream: { all: { status: queued, repository: "https://git.example/tip.git", commit: "${commit}" } }`, `Backport [https://git.example/tip.git ${commit}]`, `Patch-mainline: Queued in subsystem maintainer repository\nGit-repo: https://git.example/tip.git\nGit-commit: ${commit}\n`],
  ["mainline", `upstream: { all: { status: mainline, release: v7.3-rc1, commit: "${commit}" } }`, `Backport [https://git.kernel.org/linus/${commit}]`, `Patch-mainline: v7.3-rc1\nGit-commit: ${commit}\n`],
  ["denied", "upstream: { all: { status: denied, why: too old } }", "Denied [too old]", "Patch-mainline: Never, denied upstream: too old\n"],
  ["inappropriate", "upstream: { all: { status: inappropriate, why: our own board } }", "Inappropriate [our own board]", "Patch-mainline: Never, our own board\n"],
  ["inactive", "upstream: { all: { status: inactive, why: lastcommit 2019 } }", "Inactive-Upstream [lastcommit 2019]", "Patch-mainline: Never, upstream is inactive: lastcommit 2019\n"],
] as const;

/** The check of oe-core, meta/lib/oe/qa.py. */
const strictStatus =
  /^Upstream-Status: (Pending|Submitted|Denied|Inappropriate|Backport|Inactive-Upstream)( .+)?$/gm;

test.each(states)("%s", async (_, yaml, status, mainline) => {
  const oe = await exported(stating(yaml), "openembedded");
  expect(Object.keys(oe)).toEqual(["0001-one.patch", "0002-two.patch"]);
  for (const text of Object.values(oe))
    expect(text.match(strictStatus)).toEqual([`Upstream-Status: ${status}`]);
  const suse = await exported(stating(yaml), "suse");
  expect(suse["series.conf"]).toBe("\tpatches.suse/one.patch\n\tpatches.suse/two.patch\n");
  expect(suse["patches.suse/two.patch"]).toBe(
    `From: A. Uthor <a@example.org>\nDate: Tue, 14 Nov 2023 23:13:20 +0100\nSubject: subsys: Two\n${mainline}\n---\n\n${newFile("two")}`,
  );
});

test("a patch may stand elsewhere than the others, and references are SUSE's", async () => {
  const yaml = `upstream:\n  one.patch: { status: mainline, release: v7.3-rc1, commit: "${commit}" }\nreferences: ["bsc#1178634", "jsc#PED-1"]\n`;
  const oe = await exported(stating(yaml), "openembedded");
  expect(oe["0001-one.patch"]).toContain(
    "\nSigned-off-by: A. Uthor <a@example.org>\nUpstream-Status: Backport [",
  );
  expect(oe["0002-two.patch"]).toContain("\n\nUpstream-Status: Pending [not posted yet]\n---\n");
  const suse = await exported(stating(yaml), "suse");
  expect(Buffer.from(suse["patches.suse/one.patch"] ?? "", "latin1").toString()).toContain(
    `\nSubject: subsys: Grüße\nPatch-mainline: v7.3-rc1\nGit-commit: ${commit}\nReferences: bsc#1178634 jsc#PED-1\n\nWhy, Grüße.\n\nSigned-off-by:`,
  );
});

test("git applies both, and OpenEmbedded's come in again as mails", async () => {
  const oe = await exported(series, "openembedded");
  expect((await imported(await folderOf(oe)))["series"]).toBe("one.patch\ntwo.patch\n");
  const suse = await exported(series, "suse");
  const dir = await folderOf(suse);
  await writeFile(join(dir, "oe.patch"), oe["0001-one.patch"] ?? "", "latin1");
  const rig = await GitRig.make();
  await rig.run(["apply", "--check", join(dir, "patches.suse/one.patch")]);
  await rig.run(["apply", "--check", join(dir, "oe.patch")]);
});

test.each([
  ["a state that is none", "upstream: { all: { status: accepted } }", /upstream or references/],
  [
    "a patch that is not there",
    "upstream: { three.patch: { status: pending, why: x } }",
    /no patch three.patch/,
  ],
  [
    "a second line",
    'upstream: { all: { status: pending, why: "x\\nGit-commit: y" } }',
    /upstream or references/,
  ],
  ["a bracket", 'upstream: { all: { status: pending, why: "x] [y" } }', /upstream or references/],
])("%s in series.yaml is refused", async (_, yaml, words) => {
  await expect(exported(stating(yaml), "suse")).rejects.toThrow(words);
});
