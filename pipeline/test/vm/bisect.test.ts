import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyCheckout } from "../checkout-copy.ts";
import { plantSeries } from "../planted-series.ts";
import { twinboot } from "./cli-rig.ts";

describe("./twinboot bisect", { tags: ["vm"] }, () => {
  let folder: string;
  const bisect = async (...args: string[]) =>
    twinboot(["bisect", "planted", "--platform", "bare-q35", "--head", "sid", ...args], {}, folder);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinboot-bisect-"));
    await copyCheckout(folder);
    await plantSeries(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("finds the patch that panics, with the kernels that stand before it and the evidence", async () => {
    const { stdout, exitCode } = await bisect();
    expect(stdout).toMatch(
      /patch 3\/4 \(kernel\/sys: Say it louder\) is the first that fails on bare-q35: .*planted: loud.*; patch 2\/4 \(kernel\/sys: Say a word at boot\): it passes; evidence [0-9a-f]{12}/,
    );
    expect(exitCode).toBe(1);
  });

  it("does nothing a second time, and says the same", async () => {
    const { stdout, exitCode } = await bisect();
    expect(stdout).not.toMatch(/(?:build-kernel|boot) .*: done/);
    expect(stdout).toContain("patch 3/4 (kernel/sys: Say it louder) is the first that fails");
    expect(exitCode).toBe(1);
  });

  it("finds the patch that first makes the kernel larger", async () => {
    const { stdout, exitCode } = await bisect("--metric", "size/text");
    expect(stdout).toMatch(
      /patch 2\/4 \(kernel\/sys: Say a word at boot\) is the first that costs more in size\/text on bare-q35: [\d,]+ bytes; patch 1\/4 \(kernel\/sys: Keep the compiler in order in getppid\): [\d,]+ bytes/,
    );
    expect(exitCode).toBe(1);
  });
});
