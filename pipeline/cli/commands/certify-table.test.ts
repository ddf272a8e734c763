// @module-tag process

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { temporaryStore } from "../../test/store-rig.ts";
import { certifyTable } from "./certify-table.ts";

test("a document without a place for the table is left alone, and what to put there is said", async () => {
  vi.stubEnv("TWINBOOT_STORE", (await temporaryStore()).dir);
  const path = join(await temporaryFolder(), "document.md");
  await writeFile(path, "words\n");
  await expect(certifyTable({ table: path, quiet: true, verbose: false })).rejects.toThrow(
    /has no place for the table/,
  );
});
