// @module-tag process

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mail, newFile } from "../../test/exchange-rig.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { lastPosted, postedPatches } from "./posted.ts";

async function seriesWith(posted: Readonly<Record<string, string>>): Promise<string> {
  const dir = await temporaryFolder();
  await mkdir(join(dir, "posted"));
  for (const [name, text] of Object.entries(posted))
    await writeFile(join(dir, "posted", name), text);
  return dir;
}

function mbox(id: string): string {
  const patch = mail(
    "[PATCH 1/1] one",
    `Why.\n---\n${newFile("f")}`,
    "Message-ID: <1@example.org>\n",
  );
  return `${patch}\n${mail("[PATCH 0/1] a series", "Words.\n", `Message-Id:\n <${id}>\n`)}\n`;
}

test("the last version counts, and the letter's id is where the archive has it", async () => {
  const dir = await seriesWith({
    "v2.mbox": mbox("a/b%c+d@example.org"),
    "v10.mbox": mbox("x/y@example.org"),
  });
  expect(await lastPosted(dir)).toEqual({
    version: 10,
    path: join(dir, "posted/v10.mbox"),
    link: "https://lore.kernel.org/r/x%2Fy@example.org",
  });
});

test("mails that only this program has seen are in no archive", async () => {
  const dir = await seriesWith({ "v1.mbox": mbox("0123@twinboot.invalid") });
  expect(await lastPosted(dir)).toEqual({ version: 1, path: join(dir, "posted/v1.mbox") });
});

test("nothing was posted before the first version", async () => {
  expect(await lastPosted(await temporaryFolder())).toBeUndefined();
});

test("a file that is no version is named", async () => {
  const dir = await seriesWith({ "v1-final.mbox": "" });
  await expect(lastPosted(dir)).rejects.toThrow("v1-final.mbox: it is not a posted version");
});

test("its patches are those of the mails, in their order, without the letter", async () => {
  const dir = await seriesWith({ "v1.mbox": mbox("1@example.org") });
  const patches = await postedPatches(join(dir, "posted/v1.mbox"));
  expect(patches.map(({ name }) => name)).toEqual(["one.patch"]);
  expect(patches[0]?.text).toContain("+++ b/f\n");
});
