import { appendFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { FileTail } from "./file-tail.ts";

test("what is written arrives as it comes, every byte once and in order", async () => {
  const path = join(await temporaryFolder(), "console");
  let text = "";
  const tail = new FileTail(path, (chunk) => (text += chunk.toString()));
  // As QEMU opens it.
  await truncate(path);
  await appendFile(path, "one ");
  await sleep(200);
  expect(text).toBe("one ");
  const many = "0123456789".repeat(20_000);
  await appendFile(path, many);
  tail.end();
  expect(text).toBe(`one ${many}`);
});
