// Faulty machines: ./twinboot itself, as a person starts it, in a sandbox that lacks something.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeDir } from "../../work/session.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { childLine } from "../../tools/child-line.ts";
import { whereIs } from "../../tools/host.ts";
import { copyCheckout } from "../checkout-copy.ts";
import type { MachineFault } from "./planted-fault.ts";

/** What came of ./twinboot run there: its last cell, or how it ended without one. */
export type MachineEnded = {
  readonly fault: MachineFault;
  readonly cell?: RunCell;
  readonly exitCode: number;
  readonly stderr: string;
};

/** Needs a store with a finished run: nothing is built here, and nothing is written to it. */
export async function machineFaults(faults: readonly MachineFault[]): Promise<MachineEnded[]> {
  const ended: MachineEnded[] = [];
  for (const fault of faults) {
    const dir = await mkdtemp(join(tmpdir(), "twinboot-fault-"));
    try {
      ended.push(await runThere(fault, dir));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  return ended;
}

/** Relative to the fault's folder. */
const rooms = { checkout: "checkout", store: "store", tmp: "tmp", path: "path" } as const;

async function runThere(fault: MachineFault, dir: string): Promise<MachineEnded> {
  const { machine, platform } = fault;
  for (const room of Object.values(rooms)) await mkdir(join(dir, room));
  await copyCheckout(join(dir, rooms.checkout));
  const { accelerator } = machine;
  const yaml = join(dir, rooms.checkout, "twinboot.yaml");
  if (accelerator) await edit(yaml, /^accelerator: .*$/m, `accelerator: ${accelerator}`);
  const described = join(dir, rooms.checkout, "images", "platforms", `${platform}.yaml`);
  await edit(described, /silence: \d+/, "silence: 2");
  const qemu = (await whereIs("qemu-system-x86_64")) ?? "";
  if (machine.qemu) await standInFor(qemu, machine.qemu, join(dir, rooms.path));
  const damaged = machine.damaged ? await damagedFile(machine.damaged, dir) : undefined;
  const run = ["run", "--json", "--fresh", "--series", "hypervisor-sysfs"];
  const script = `${linkedStore(join(dir, rooms.store), damaged)} && exec "$@"`;
  const command = [join(dir, rooms.checkout, "twinboot"), ...run, "--platform", platform];
  const argv = [...(await sandbox(fault, dir)), "sh", "-c", script, "sh", ...command];
  const said = await output(argv, dir);
  const record = said.stdout ? (JSON.parse(said.stdout) as RunRecord) : undefined;
  const cell = record?.cells.at(-1);
  return { fault, exitCode: said.exitCode, stderr: said.stderr, ...(cell ? { cell } : {}) };
}

/** The host as it is, but for what the fault takes away. */
async function sandbox({ machine }: MachineFault, dir: string): Promise<string[]> {
  const hidden = await Promise.all(
    machine.without.map(async (name) => (name.startsWith("/") ? name : await whereIs(name))),
  );
  const rest = Object.entries(machine.full).flatMap(([room, bytes]) => [
    "--size",
    String(bytes),
    "--tmpfs",
    join(dir, room),
  ]);
  const masks = hidden.flatMap((path) => (path ? ["--bind", "/dev/null", path] : []));
  return ["bwrap", "--dev-bind", "/", "/", ...masks, ...rest];
}

/** Shell: a store whose files are the real one's; what it writes is its own. */
function linkedStore(store: string, damaged?: { digest: string; path: string }): string {
  const real = storeDir();
  const wrong = damaged ? ` && ln -sf ${damaged.path} ${store}/files/${damaged.digest}` : "";
  return `mkdir ${store}/files ${store}/traces && find ${real}/files -type f -exec ln -s -t ${store}/files {} + && find ${real}/traces -type f -exec ln -s -t ${store}/traces {} + && ln -s ${real}/kept ${store}/kept${wrong}`;
}

/** A copy of the file that the newest kernel's trace names, as long, with its second half wiped out. */
async function damagedFile(name: string, dir: string): Promise<{ digest: string; path: string }> {
  const digest = await digestOf(name);
  const bytes = await readFile(join(storeDir(), "files", digest));
  bytes.fill(0, bytes.length / 2);
  const path = join(dir, rooms.path, name);
  await writeFile(path, bytes);
  return { digest, path };
}

async function digestOf(name: string): Promise<string> {
  const runs = (await readdir(join(storeDir(), "runs"))).map(Number).toSorted((a, b) => b - a);
  for (const run of runs) {
    const text = await readFile(join(storeDir(), "runs", String(run), "run.json"), "utf8").catch(
      () => undefined,
    );
    const kernels = text === undefined ? [] : (JSON.parse(text) as RunRecord).kernels;
    const kernel = kernels.find(({ series }) => series === "hypervisor-sysfs");
    if (kernel) return kernel.digest;
  }
  throw new Error(`no finished run has built a ${name}`);
}

async function edit(file: string, what: RegExp, by: string): Promise<void> {
  await writeFile(file, (await readFile(file, "utf8")).replace(what, by));
}

async function standInFor(qemu: string, script: string, folder: string): Promise<void> {
  const text = `#!/bin/sh\nQEMU=${qemu}\n${script}\n`;
  await writeFile(join(folder, "qemu-system-x86_64"), text, { mode: 0o755 });
}

async function output(argv: readonly string[], dir: string) {
  const { GITHUB_STEP_SUMMARY: _, ...env } = process.env;
  const child = spawn(...childLine(argv), {
    cwd: join(dir, rooms.checkout),
    env: {
      ...env,
      GITHUB_ACTIONS: "",
      TWINBOOT_STORE: join(dir, rooms.store),
      TMPDIR: join(dir, rooms.tmp),
      PATH: `${join(dir, rooms.path)}:${process.env["PATH"] ?? ""}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode: exitCode ?? -1, stdout, stderr };
}
