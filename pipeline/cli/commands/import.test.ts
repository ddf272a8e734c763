// The command as a person types it: what it says comes next.
// @module-tag process

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mail, newFile } from "../../test/exchange-rig.ts";
import { Installation } from "../../test/installation-rig.ts";

test("an import names the series and the next command", async () => {
  const installation = await Installation.make({});
  await writeFile(join(installation.root, "v.mbox"), mail("[PATCH] one", `---\n${newFile("one")}`));
  const { stdout } = await installation.twinboot("import", "v.mbox", "--as", "x");
  expect(stdout).toMatch(/^patches\/x: 1 patch\n[^]*\nnext: .\/twinboot rebase x\n$/);
});
