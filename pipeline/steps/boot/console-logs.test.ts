import { mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryStore } from "../../test/store-rig.ts";
import { ConsoleLogs } from "./console-logs.ts";

test("a full disk is told when the consoles are closed, and brings nothing down before", async () => {
  const workDir = await mkdtemp(join(tmpdir(), "twinboot-"));
  await symlink("/dev/full", join(workDir, "com1.log"));
  const store = await temporaryStore();
  const logs = new ConsoleLogs({ workDir, keep: (path, name) => store.keep(path, name) }, ["com1"]);
  logs.write("com1", Buffer.from("Linux version 7.2\n"));
  await expect(logs.close()).rejects.toThrow("ENOSPC");
});
