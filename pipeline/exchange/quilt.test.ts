// Quilt folders as Debian has them: in, and out again byte for byte.
// @module-tag process

import { expect, test } from "vitest";
import { exported, importedFrom, newFile } from "../test/exchange-rig.ts";

const hunk = "@@ -1 +1 @@\n-a\n+b\n";

// Heads and diffs in the shapes of Debian's linux, qemu and xen packages.
const folder = {
  series:
    "# Disable features\ndebian/gitignore.patch\n\nv7.2.1.diff # upstream\nno-prefix -p0\nbugfix/all/0003-fix.patch -p1\nfix.patch\n",
  "debian/gitignore.patch": `From: Ian C <ijc@example.org>\nDate: Thu, 17 Jan 2013 08:55:21 +0000\nSubject: Tweak gitignore\nForwarded: not-needed\nBug-Debian: https://bugs.example.org/1\n\n[bwh: Tweak further]\n\nIndex: linux/.gitignore\n===================================================================\n--- linux.orig/.gitignore\n+++ linux/.gitignore\n${hunk}`,
  "v7.2.1.diff": `Description: Fix it\n All of it.\n .\n And more.\nAuthor: M. T <m@example.org>\nLast-Update: 2023-04-05\nOrigin: upstream, https://example.org/c/1\n\n x |  2 +-\n\n${newFile("x")}-- \n2.35.1\n\n`,
  "no-prefix": `--- d/x.orig\t2001-01-01 00:00:00\n+++ d/x\t2001-01-02 00:00:00\n${hunk}`.trimEnd(),
  "bugfix/all/0003-fix.patch": `From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001\nFrom: =?UTF-8?q?J=C3=BCrgen?= <j@example.org>\nDate: Fri, 30 Sep 2022 07:12:36 +0200\nSubject: [03/13] arm64: a subject that is\n folded\nOrigin: vendor\n\nBytes: \xe9.\n\nSigned-off-by: J <j@example.org>\n---\n x | 1 +\n\n${newFile("y", "100644", "\xff")}`,
  "fix.patch": `Subject: x\n\n${newFile("z")}`,
};

test("the folder comes back byte for byte", async () => {
  expect(await exported(await importedFrom(folder), "quilt")).toEqual(folder);
});

test("DEP-3 becomes a mail, a plain diff git's, names flat and their own", async () => {
  const series = await importedFrom(folder);
  expect(series["series"]).toBe(
    "gitignore.patch\nv7.2.1.patch\nno-prefix.patch\nfix.patch\nfix-2.patch\n",
  );
  expect(series["gitignore.patch"]).toContain(
    "Subject: [PATCH] Tweak gitignore\n\n[bwh: Tweak further]\n---\n\ndiff --git a/.gitignore b/.gitignore\n--- a/.gitignore\n+++ b/.gitignore\n",
  );
  expect(series["v7.2.1.patch"]).toContain(
    'From: "M. T" <m@example.org>\nDate: Wed, 05 Apr 2023 00:00:00 +0000\nSubject: [PATCH] Fix it\n\nAll of it.\n\nAnd more.\n',
  );
  expect(series["no-prefix.patch"]).toContain("\nSubject: [PATCH] no-prefix\n");
  expect(series["no-prefix.patch"]).toMatch(
    /diff --git a\/d\/x b\/d\/x\n--- a\/d\/x\n\+\+\+ b\/d\/x\n@@ -1 \+1 @@\n-a\n\+b\n$/,
  );
  expect(series["fix.patch"]).toContain("Subject: [PATCH] arm64: a subject that is folded\n");
});

test("a patch that was changed since goes out as it is now, with the DEP-3 fields that it had", async () => {
  const series = await importedFrom(folder);
  const changed = {
    ...series,
    "gitignore.patch":
      series["gitignore.patch"]?.replace("Tweak further", "Mended").replace("+b", "+c") ?? "",
  };
  const out = await exported(changed, "quilt");
  expect(out["debian/gitignore.patch"]).toBe(
    "From: Ian C <ijc@example.org>\nDate: Thu, 17 Jan 2013 08:55:21 +0000\nSubject: Tweak gitignore\nForwarded: not-needed\nBug-Debian: https://bugs.example.org/1\n\n[bwh: Mended]\n---\n\ndiff --git a/.gitignore b/.gitignore\n--- a/.gitignore\n+++ b/.gitignore\n@@ -1 +1 @@\n-a\n+c\n",
  );
  expect(out["v7.2.1.diff"]).toBe(folder["v7.2.1.diff"]);
});

test("a patch taken out is out of the exported series, and the others keep their names", async () => {
  const series = await importedFrom(folder);
  const rest = { ...series, series: "gitignore.patch\nno-prefix.patch\n" };
  const out = await exported(rest, "quilt");
  expect(out["series"]).toBe("debian/gitignore.patch\nno-prefix -p0\n");
});

test("a sidecar that leads out of the folder writes nothing", async () => {
  const series = await importedFrom(folder);
  const evil = {
    ...series,
    "quilt.yaml": series["quilt.yaml"]?.replace("path: fix.patch", "path: ../fix.patch") ?? "",
  };
  const out = await exported(evil, "quilt");
  await expect(importedFrom(out)).rejects.toThrow(/leaves the tree/);
});
