import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeDir } from "../../work/session.ts";
import { runRecordSchema } from "../../model/record/run-record.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { plantCommits, plantNewerXen, plantSeries } from "../planted-series.ts";
import { twinboot } from "./cli-rig.ts";

describe("./twinboot bisect", { tags: ["vm"] }, () => {
  let folder: string;
  const bisect = async (series: string, ...args: string[]) =>
    twinboot(["bisect", series, "--platform", "bare-q35", ...args], {}, folder);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinboot-bisect-"));
    await copyCheckout(folder);
    await plantSeries(folder);
    await plantNewerXen(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("finds the patch that panics, with the kernels that stand before it and the evidence", async () => {
    const { stdout, exitCode } = await bisect("planted", "--head", "sid");
    expect(stdout).toMatch(
      /patch 3\/4 \(kernel\/sys: Say it louder\) is the first that fails on bare-q35: .*planted: loud.*; patch 2\/4 \(kernel\/sys: Say a word at boot\): it passes; evidence [0-9a-f]{12}/,
    );
    expect(exitCode).toBe(1);
  });

  it("does nothing a second time, and says the same", async () => {
    const { stdout, exitCode } = await bisect("planted", "--head", "sid");
    expect(stdout).not.toMatch(/(?:build-kernel|boot) .*: done/);
    expect(stdout).toContain("patch 3/4 (kernel/sys: Say it louder) is the first that fails");
    expect(exitCode).toBe(1);
  });

  it("finds the patch that first makes the kernel larger", async () => {
    const { stdout, exitCode } = await bisect("planted", "--head", "sid", "--metric", "size/text");
    expect(stdout).toMatch(
      /patch 2\/4 \(kernel\/sys: Say a word at boot\) is the first that costs more in size\/text on bare-q35: [\d,]+ bytes; patch 1\/4 \(kernel\/sys: Keep the compiler in order in getppid\): [\d,]+ bytes/,
    );
    expect(exitCode).toBe(1);
  });

  it("finds the commit, where the head fails without the series too", async () => {
    const { stdout: said } = await twinboot(["rebase", "--head", "sid", "--json"], {}, folder);
    const { commit = "" } = runRecordSchema.parse(JSON.parse(said)).heads[0] ?? {};
    const upstream = await plantCommits(join(storeDir(), "kept", headsFolder), commit, folder);
    const path = join(folder, "twinboot.yaml");
    const head = (ref: string) =>
      `  ${ref}: { kind: git, url: "file://${upstream}", ref: ${ref}, channel: warning }\n`;
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("heads:\n", `heads:\n${head("before")}${head("after")}`));
    const args = ["--head", "after", "--from-head", "before"];
    const { stdout, exitCode } = await bisect("beside", ...args);
    expect(stdout).toContain("The head fails on bare-q35, with the old series too.");
    expect(stdout).toMatch(
      /after with no patch: commit [0-9a-f]{12} \(kernel\/sys: Say it louder\) is the first that fails on bare-q35: .*planted: loud.*; commit [0-9a-f]{12} \(kernel\/sys: Say a word at boot\): it passes/,
    );
    expect(exitCode).toBe(1);
  });

  it("finds the hypervisor under which the same kernel fails first, and leaves out what cannot be had", async () => {
    const platform = "xen-pv-dom0-on-xen-trixie";
    const args = ["newer-xen", "--head", "sid", "--from-hypervisor", "xen", "--platform", platform];
    const { stdout, exitCode } = await twinboot(["bisect", ...args], {}, folder);
    expect(stdout).toMatch(
      /newer-xen on sid .*: xen-trixie 4\.20\S* is the first that fails on xen-pv-dom0: .*planted: a newer Xen.*; xen-bookworm 4\.17\S*: it passes; evidence/,
    );
    expect(stdout).toContain("xen-master is left out: ");
    expect(exitCode).toBe(1);
  });
});
