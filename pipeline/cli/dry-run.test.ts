// The lines of --dry-run as a shell reads them.
// @module-tag process

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { pasteable } from "../tools/shell.ts";
import { pasteableNow } from "./dry-run.ts";

const store = await temporaryFolder();
writeFileSync(join(store, "kernel"), "");

/** What a shell makes of a line that a step wrote. */
function pasted(...words: string[]): string[] {
  const line = pasteableNow(pasteable(["printf", String.raw`%s\n`, ...words]), store);
  return execFileSync("sh", ["-c", line], { encoding: "utf8" }).split("\n").slice(0, -1);
}

test("a scratch folder is a new folder that is there", () => {
  const [folder = "", file = ""] = pasted("<scratch>", "<scratch>/init");
  expect(execFileSync("stat", ["-c", "%F", folder], { encoding: "utf8" })).toBe("directory\n");
  expect(file).toMatch(/^\/.*\/init$/);
  execFileSync("rmdir", [folder, file.replace("/init", "")]);
});

test("a nonce is one, and words with blanks and quotes stay whole", () => {
  const words = pasted("-append", "a b=<nonce> it's", join(store, "kernel"));
  expect(words).toEqual([
    "-append",
    expect.stringMatching(/^a b=\w{8,} it's$/),
    join(store, "kernel"),
  ]);
});

test.each([
  [["qemu", "-kernel", "<kernel>", "-initrd", "<guest.cpio.gz>"], "<kernel>, <guest.cpio.gz>"],
  [["bwrap", "--bind", join(store, "kept/objects"), "/tmp/objects"], join(store, "kept/objects")],
  [["qemu", "-initrd", `${join(store, "kernel")} a,${join(store, "gone")}`], join(store, "gone")],
])("what is not made yet is no line to paste: %j", (words, missing) => {
  const [why, line] = pasteableNow(pasteable(words), store).split("\n");
  expect(why).toBe(`# not yet, an earlier step makes ${missing}:`);
  expect(line).toBe(`# ${pasteable(words)}`);
});
