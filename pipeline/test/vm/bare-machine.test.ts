// The README's commands where nobody installed anything, on every supported system. Nothing is there but essential
// packages, git and certificates; the store is this machine's, so that no kernel is built twice.

import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { storeDir } from "../../work/session.ts";
import { supportedSystems } from "../../model/described/supported-system.ts";
import { mustRun } from "../../tools/shell.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { MinimalRoot } from "./minimal-root.ts";

const run = ["./twinboot", "run", "--platform", "bare-q35"];
/** The fast tests and those that start programs: a package that the lists lack fails one of them. */
const withoutMachines = ["./twinboot", "test", "--tags-filter=!vm"];
const takes = 3_600_000;

/** Each system brings a compiler, so kernels of its own: every run tries the first, the night all of them. */
for (const [at, { name, suite }] of supportedSystems.entries())
  describe(
    `on a minimal ${name}`,
    { tags: at ? ["vm", "nightly"] : ["vm"], timeout: takes },
    () => {
      describe("root", () => {
        let root: MinimalRoot;
        beforeAll(async () => {
          root = await MinimalRoot.make(suite, ["git", "ca-certificates"]);
          await root.clone("root");
        }, takes);

        it("gets a verdict of ./twinboot run, having been told what is installed", async () => {
          const { exitCode, log } = await root.run("root", run, storeDir());
          expect(log).toMatch(/installing \d+ Debian packages/);
          expect(log).toMatch(/Need to get [\d.]+ MB of archives/);
          expect(log).toMatch(/^ +bare-q35 +pass/m);
          expect(exitCode, log).toBe(0);
        });

        it("sees all tests pass to their end but those that boot", async () => {
          const { exitCode, log } = await root.run("root", withoutMachines, storeDir());
          expect(log).toMatch(/^\d+ passed, 0 failed/m);
          expect(exitCode, log).toBe(0);
        });
      });

      describe("a user", () => {
        it("with sudo gets a verdict of ./twinboot run", async () => {
          const root = await MinimalRoot.make(suite, ["git", "ca-certificates", "sudo"]);
          await root.clone("dev");
          const store = await storeOf(root);
          const { exitCode, log } = await root.run("dev", run, store);
          expect(log).toMatch(/^ +bare-q35 +pass/m);
          expect(exitCode, log).toBe(0);
        });

        it("without sudo is told what root must type", async () => {
          const root = await MinimalRoot.make(suite, ["git", "ca-certificates"]);
          await root.clone("dev");
          const { exitCode, log } = await root.run("dev", run);
          expect(log).toMatch(
            /next: as root: apt-get update && apt-get install --no-install-recommends .*bubblewrap/,
          );
          expect(exitCode).toBe(3);
        });
      });
    },
  );

describe.each(supportedSystems)(
  "on a minimal $name with a cold store",
  { tags: ["vm", "nightly"], timeout: 8 * takes },
  ({ suite }) => {
    it.each([[["./twinboot", "run"]], [["./twinboot", "test"]]])(
      "root sees %j pass",
      async (command) => {
        const root = await MinimalRoot.make(suite, ["git", "ca-certificates"]);
        await root.clone("root");
        const { exitCode, log } = await root.run("root", command);
        expect(exitCode, log).toBe(0);
      },
    );
  },
);

/** A copy of this machine's store that belongs to the root's user; what only speeds up builds stays behind. */
async function storeOf(root: MinimalRoot): Promise<string> {
  const store = await temporaryFolder();
  await mkdir(join(store, "kept"));
  for (const name of ["files", "traces", "kept/heads.git"])
    await cp(join(storeDir(), name), join(store, name), { recursive: true });
  await mustRun(["chmod", "755", store]);
  await root.run("root", ["chown", "-R", "dev:", "/shared"], store);
  return store;
}
