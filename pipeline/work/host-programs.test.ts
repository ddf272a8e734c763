// What a store remembers of this machine's programs.
// @module-tag process

import { expect, test } from "vitest";
import { Store } from "../engine/store.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { startedPrograms } from "../test/started-programs.ts";
import { fileDigest, hostFacts } from "../tools/host.ts";
import { mustRun } from "../tools/shell.ts";
import { hostPrograms } from "./host-programs.ts";
import { checkout } from "./session.ts";

test("the facts of a machine whose programs are known start none of them, and are what they say", async () => {
  const architectures = [...readDescriptions(checkout).architectures.values()];
  const store = new Store(await temporaryFolder());
  await store.open();
  await hostPrograms(store, architectures);
  const started = startedPrograms();
  const before = started.length;
  const programs = await hostPrograms(store, architectures);
  const { toolchain, qemu } = await hostFacts(architectures, await programs.digests());
  expect(started.slice(before)).toEqual([]);
  const [compiler = ""] = (await mustRun(["gcc", "--version"])).split("\n");
  expect(toolchain.compiler).toBe(compiler);
  expect(await mustRun([qemu.path, "--version"])).toContain(`version ${qemu.version}`);
  expect(qemu.digest).toBe(await fileDigest(qemu.path));
});
