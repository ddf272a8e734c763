import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startTwinboot, twinboot } from "./cli-rig.ts";

/** Boots take seconds under TCG: a run with --fresh is sure to have a QEMU for a while. */
const booting = ["run", "--fresh", "--series", "hypervisor-sysfs", "--platform", "xen-pv-dom0"];

describe("a run that is stopped", { tags: ["vm"] }, () => {
  it.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "by %s leaves no QEMU behind, and the next one goes on",
    async (signal) => {
      const run = startTwinboot(booting);
      let words = "";
      run.stderr.on("data", (chunk: Buffer) => (words += chunk.toString()));
      const ended = once(run, "close");
      const pid = run.pid ?? 0;
      await waitFor(async () => (await machinesOf(pid)).length > 0, "a QEMU");
      const machines = await machinesOf(pid);
      run.kill(signal);
      const [code] = (await ended) as [number | null];
      expect(code).toBe(signal === "SIGKILL" ? null : 130);
      if (signal !== "SIGKILL") expect(words).toContain("go on with: ./twinboot run --fresh");
      await waitFor(async () => (await alive(machines)).length === 0, "the end of QEMU");
      const next = await twinboot(booting.filter((word) => word !== "--fresh"));
      expect(next.stderr).toBe("");
      expect(next.exitCode).toBe(0);
    },
  );

  it("refuses a second run on the same store, and says who has it", async () => {
    const run = startTwinboot(booting);
    await waitFor(async () => (await machinesOf(run.pid ?? 0)).length > 0, "a QEMU");
    const second = await twinboot(["run"]);
    expect(second.exitCode).toBe(3);
    expect(second.stderr).toContain(`process ${run.pid}`);
    expect(second.stderr).toContain("TWINBOOT_STORE");
    const ended = once(run, "close");
    run.kill("SIGINT");
    await ended;
  });
});

/** Process ids of the QEMUs that a process started, itself or through others. */
async function machinesOf(ancestor: number): Promise<number[]> {
  const parents = new Map<number, number>();
  const machines: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const [, comm = "", rest = ""] = /^\d+ \((.*)\) (.*)/.exec(stat) ?? [];
    parents.set(Number(name), Number(rest.split(" ")[1]));
    if (comm.startsWith("qemu-system")) machines.push(Number(name));
  }
  const descends = (pid: number): boolean => {
    for (let at = parents.get(pid); at; at = parents.get(at)) if (at === ancestor) return true;
    return false;
  };
  return machines.filter(descends);
}

async function alive(pids: readonly number[]): Promise<number[]> {
  const states = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      return stat && !/\) Z /.test(stat) ? [pid] : [];
    }),
  );
  return states.flat();
}

async function waitFor(condition: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await condition()) return;
    await sleep(100);
  }
  throw new Error(`waited a minute for ${what}`);
}
