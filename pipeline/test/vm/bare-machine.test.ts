// The README's commands where nobody installed anything, on every supported system. Nothing is there but essential
// packages, git and certificates; the store is this machine's, so that no kernel is built twice.

import { beforeAll, describe, expect, it } from "vitest";
import { storeDir } from "../../work/session.ts";
import { supportedSystems } from "../../model/described/supported-system.ts";
import { MinimalRoot } from "./minimal-root.ts";

const run = ["./twinboot", "run", "--platform", "bare-q35"];
/** A package that the lists lack fails one of them. */
const programs = ["./twinboot", "test", "--tags-filter=!vm && process"];
/** What of a store a user takes over; the rest only speeds up builds. */
const results = ["files", "traces", "kept/heads.git"];
const takes = 3_600_000;

/** Each system brings a compiler, so kernels of its own: every run tries the first, the night all of them. */
for (const [at, { name, suite }] of supportedSystems.entries())
  describe(
    `on a minimal ${name}`,
    { tags: at ? ["vm", "nightly"] : ["vm"], timeout: takes },
    () => {
      let root: MinimalRoot;
      beforeAll(async () => {
        root = await MinimalRoot.make(suite, ["git", "ca-certificates"]);
        await root.clone("root");
      }, takes);

      it("root gets a verdict of ./twinboot run, having been told what is installed", async () => {
        const { exitCode, log } = await root.run("root", run, { folder: storeDir() });
        expect(log).toMatch(/installing \d+ Debian packages/);
        expect(log).toMatch(/Need to get [\d.]+ MB of archives/);
        expect(log).toMatch(/^ +bare-q35 +pass/m);
        expect(exitCode, log).toBe(0);
      });

      describe.concurrent("and then", () => {
        it("root sees all tests pass to their end that start programs", async () => {
          const { exitCode, log } = await root.run("root", programs, { folder: storeDir() });
          expect(log).toMatch(/^\d+ passed, 0 failed/m);
          expect(exitCode, log).toBe(0);
        });

        it("a user with sudo gets a verdict of ./twinboot run", async () => {
          const own = await MinimalRoot.make(suite, ["git", "ca-certificates", "sudo"]);
          await own.clone("dev");
          const { exitCode, log } = await own.run("dev", run, { folder: storeDir(), own: results });
          expect(log).toMatch(/^ +bare-q35 +pass/m);
          expect(exitCode, log).toBe(0);
        });

        it("a user without sudo is told what root must type", async () => {
          const own = await MinimalRoot.make(suite, ["git", "ca-certificates"]);
          await own.clone("dev");
          const { exitCode, log } = await own.run("dev", run);
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
