// What has no end is not read to its end.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { readAtMost } from "./read-at-most.ts";

test("a file that holds just as much as is allowed is read, one byte more is not", async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "12345");
  expect((await readAtMost(file, 5))?.toString()).toBe("12345");
  expect(await readAtMost(file, 4)).toBeUndefined();
});

test("a device and a stream without an end come back", async () => {
  expect(await readAtMost("/dev/zero", 100_000)).toBeUndefined();
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1000);
    })(),
  );
  expect(await readAtMost(endless, 100_000)).toBeUndefined();
});

test("what is not there is an error", async () => {
  await expect(readAtMost("/nonexistent", 5)).rejects.toThrow("ENOENT");
});
