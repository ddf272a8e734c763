// The command as a person types it: nothing is written unasked, and what is written is a patch still.
// @module-tag process

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { patchText } from "../../test/description-rig.ts";
import { Installation } from "../../test/installation-rig.ts";
import { answer } from "../../test/thread-rig.ts";

const posted = patchText
  .replace("[PATCH 1/1]", "[PATCH]")
  .replace("From: A", "Message-ID: <p1@x>\nFrom: A");
const reviews = [
  answer("Looks right to me.\n\nReviewed-by: Jürgen <r@example.org>"),
  answer("Acked-by: B <b@example.org>", { from: "b@example.org" }),
  answer("Reviewed-by: \u001b[2JM <m@example.org>", { from: "m@example.org" }),
];

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make({});
});

async function rig(patch = patchText) {
  const mbox = join(installation.root, "thread.mbox");
  await writeFile(mbox, [posted, ...reviews].join("\n"));
  const path = join(installation.root, "patches/s/one.patch");
  await writeFile(path, patch);
  const trailers = (...args: string[]) => installation.twinboot("trailers", "s", mbox, ...args);
  return { trailers, read: () => readFile(path, "utf8") };
}

test("nothing is written without --add", async () => {
  const { trailers, read } = await rig();
  const { exitCode, stdout } = await trailers();
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    "   1  Reviewed-by: Jürgen <r@example.org>\n      given to v1; the same diff\n      after the words: Looks right to me.\n",
  );
  expect(stdout).toMatch(
    /not taken\n {2}Reviewed-by: ␛\[2JM <m@example.org> \(mail 4\): it is not of the form/,
  );
  expect(await read()).toBe(patchText);
});

test("what is chosen by number is written, and is there already the next time", async () => {
  const { trailers, read } = await rig();
  expect((await trailers("--add", "2")).stdout).toContain("written: patches/s/one.patch\n");
  expect(await read()).toContain("\nBecause.\n\nAcked-by: B <b@example.org>\n---\n");
  const { stdout } = await trailers("--add", "all");
  expect(stdout).toContain("Acked-by: B <b@example.org> (mail 3): one.patch: it is there already");
  expect(await read()).toContain(
    "\n\nReviewed-by: Jürgen <r@example.org>\nAcked-by: B <b@example.org>\n---\n",
  );
});

test("what a patch has lost goes with --add, and the patch says so", async () => {
  const reviewed = patchText.replace("Because.\n", "Because.\n\nAcked-by: B <b@example.org>\n");
  const { trailers, read } = await rig(reviewed.replace("+newer", "+quite another"));
  const { stdout } = await trailers("--add", "all");
  expect(stdout).toContain(
    "lost, as the patch changed: --add takes them out\n  one.patch: Acked-by: B <b@example.org>: 2 of 4 changed lines are others since v1\n",
  );
  expect(await read()).toContain(
    "\n\nBecause.\n---\nDropped Acked-by: B <b@example.org>: 2 of 4 changed lines are others since v1.\n\ndiff --git",
  );
});

test.each([
  [["--add", "3"], /there is no trailer 3/],
  [["--add", "0"], /there is no trailer 0/],
  [["--add", "1,x"], /there is no trailer x/],
])("%j is refused, and nothing is written", async (args, words) => {
  const { trailers, read } = await rig();
  const { exitCode, stderr } = await trailers(...args);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(await read()).toBe(patchText);
});
