// Every file of a checkout that is read, damaged in every way: a mistake of the description or none, never one of ours.
// @module-tag process

import { cp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../model/errors.ts";
import { formatResolution } from "../../parse/patch/resolution.ts";
import { damages } from "../../test/damage.ts";
import { checkoutWith, patchText } from "../../test/description-rig.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { readDescriptions } from "./read-descriptions.ts";

const resolution = formatResolution({
  patch: "one.patch",
  head: "main",
  pin: "main",
  commit: "1".repeat(40),
  author: "A <a@example.org>",
  date: "2026-01-31",
  why: "Both.",
  answers: [
    {
      path: "f",
      keys: ["ab".repeat(32)],
      hunks: [{ header: "@@ -1 +1 @@", oldStart: 1, newStart: 1, lines: ["-a\n", "+b\n"] }],
    },
  ],
});

let whole: string;
let files: string[];

beforeAll(async () => {
  whole = await checkoutWith({
    "patches/s/kconfig": "CONFIG_X=y\n",
    "patches/s/cover.md": "# T\n",
    "patches/s/posted/v1.mbox": patchText,
    "patches/s/resolutions/a.resolution": resolution,
    "images/known/noise.yaml":
      "known: noise\nlist: allow\nconsole: noise of a fan\nreason: the fan of that machine is loud\nlink: https://example.org/\nexpires: 2999-01-01\n",
    "results/esxi.yaml": `result: esxi\nplatform: esxi-8\ndescribes: d\nkernel: ${"ab".repeat(32)}\nby: b\nwhen: 2026-01-01\nwhere: w\nconsole: x\n`,
  });
  readDescriptions(whole);
  const entries = await readdir(whole, { recursive: true, withFileTypes: true });
  files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(whole.length + 1));
});

/** Sources of a gibibyte are read, in a second each. */
const isBounded = (name: string, file: string): boolean =>
  name !== "a gibibyte" || /\.(?:yaml|patch|resolution)$/.test(file);

describe.each(damages)("%s", (name, damage) => {
  test("in the place of any file of a checkout", async () => {
    expect(files.length).toBeGreaterThan(25);
    const root = join(await temporaryFolder(), "checkout");
    await cp(whole, root, { recursive: true });
    for (const file of files.filter((one) => isBounded(name, one))) {
      await damage(join(root, file));
      try {
        readDescriptions(root);
      } catch (error) {
        expect(error instanceof UserError, `${file}: ${String(error)}`).toBe(true);
      }
      await rm(join(root, file), { recursive: true });
      await cp(join(whole, file), join(root, file));
    }
  });
});
