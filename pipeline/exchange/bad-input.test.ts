// What must not become a series: a UserError that says what to do, and nothing written.
// @module-tag process

import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../model/errors.ts";
import { folderOf, imported, importedFrom, mail, newFile } from "../test/exchange-rig.ts";

const fine = newFile("x");
const mime = "MIME-Version: 1.0\nContent-Type: text/plain; charset=";

// prettier-ignore
const bad: readonly (readonly [string, string, RegExp])[] = [
  ["a path up", newFile("../x"), /leaves the tree/],
  ["a path up, quoted", newFile("y").replaceAll("b/y", '"b/\\056\\056/x"'), /leaves the tree/],
  ["an absolute path", "--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b\n", /is absolute/],
  ["git's folder", newFile("d/.Git/config"), /lies in \.git/],
  ["a rename into git's folder", "diff --git a/x b/.git/x\nsimilarity index 100%\nrename from x\nrename to .git/x\n", /lies in \.git/],
  ["a way through its own link", newFile("d", "120000", "/etc") + newFile("d/x"), /symbolic link d/],
  ["a way through a moved link", `${newFile("d", "120000", "/etc")}diff --git a/d b/e\nsimilarity index 100%\nrename from d\nrename to e\n${newFile("e/x")}`, /symbolic link e/],
  ["a short hunk", fine.replace("+1 @@", "+1,2 @@"), /truncated/],
  ["no diff", "hello\n", /contains no diff/],
  ["nothing", "", /contains no diff|cannot read/],
  ["a mail without a diff", mail("[PATCH] x", "hello\n"), /contains no diff/],
  ["an unknown charset", mail("[PATCH] x", `caf\xe9\n---\n${fine}`, `${mime}x-klingon\n`), /cannot be read/],
  ["cut base64", mail("[PATCH] x", Buffer.from(`y\n---\n${fine}`).toString("base64").slice(0, -12), `${mime}UTF-8\nContent-Transfer-Encoding: base64\n`), /truncated|damaged/],
  ["a multipart without its parts", mail("[PATCH] x", fine, "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"zz\"\n"), /no diff/],
  ["a binary that is cut", "diff --git a/x b/x\nnew file mode 100644\nindex 0000000000000000000000000000000000000000..1234567890123456789012345678901234567890\nGIT binary patch\nliteral 11\nScmZQr{XaP)F)u\n", /truncated or damaged/],
  ["a binary without contents", "diff --git a/x b/x\nindex 1234567..89abcde 100644\nBinary files a/x and b/x differ\n", /does not contain it/],
];

test.each(bad)("%s is refused", async (_, text, words) => {
  const failure = await importedFrom({ "x.patch": text }, "x.patch").catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(UserError);
  expect((failure as UserError).message).toMatch(words);
  expect((failure as UserError).hint).not.toBe("");
});

const part = (n: string): string =>
  mail(`[PATCH ${n}] p`, `---\n${newFile(`f${n.replace("/", "of")}`)}`);

// prettier-ignore
test.each([
  ["a missing part", part("1/3") + part("3/3"), /part 2 of 3 is missing/],
  ["a missing last part", part("0/3") + part("1/3") + part("2/3"), /part 3 of 3 is missing|part 0/],
  ["a part twice", part("1/2") + part("2/2") + part("2/2"), /part 2 is present twice/],
  ["two series", part("1/1") + part("1/2") + part("2/2"), /more than one series/],
])("an mbox with %s is refused", async (_, text, words) => {
  await expect(importedFrom({ "x.mbox": text }, "x.mbox")).rejects.toThrow(words);
});

// prettier-ignore
test.each([
  ["a name that escapes", "../x.patch\n", /leaves the tree/],
  ["an absolute name", "/etc/passwd\n", /is absolute/],
  ["a patch twice", "x.patch\nx.patch\n", /twice/],
  ["a patch that is not there", "x.patch\ny.patch\n", /no such patch/],
  ["an option that cannot be kept", "x.patch -p2\n", /option -p2/],
  ["no patches", "# none\n", /lists no patches/],
])("a quilt folder with %s is refused", async (_, series, words) => {
  await expect(importedFrom({ series, "x.patch": fine })).rejects.toThrow(words);
});

test("a link out of the folder is not followed", async () => {
  const dir = await folderOf({ "secret.txt": fine, "d/series": "x.patch\n" });
  await symlink(join(dir, "secret.txt"), join(dir, "d/x.patch"));
  await expect(imported(join(dir, "d"))).rejects.toThrow(/a link to a file outside/);
});

test("a mailbox of more mails than any series has is none", async () => {
  const dir = await folderOf({});
  await writeFile(
    join(dir, "x.mbox"),
    "From a Mon Sep 17 00:00:00 2001\nFrom: a\n\n".repeat(10_001),
  );
  await expect(imported(join(dir, "x.mbox"))).rejects.toThrow(/10001 mails are too many/);
});

test("more than 20 MB is no patch", async () => {
  const dir = await folderOf({ "x.patch": fine });
  await writeFile(join(dir, "x.patch"), Buffer.alloc(20 * 2 ** 20 + 1));
  await expect(imported(join(dir, "x.patch"))).rejects.toThrow(/too large/);
  await expect(imported("/dev/zero")).rejects.toThrow(/too large/);
});

test("a link in one patch bars the way in a later one too, and no longer once it is gone", async () => {
  const gone =
    "diff --git a/d b/d\ndeleted file mode 120000\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-/etc\n";
  const files = { "1-a.patch": newFile("d", "120000", "/etc"), "3-c.patch": newFile("d/x") };
  await expect(importedFrom(files)).rejects.toThrow(/symbolic link d/);
  await expect(importedFrom({ ...files, "2-b.patch": gone })).resolves.toHaveProperty("c.patch");
});
