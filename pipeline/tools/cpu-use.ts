// What Linux counts for the vCPUs of a QEMU: /proc/PID/task/TID/schedstat, and the steal of the whole machine.

import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import type { CpuSample } from "../model/boot/cpu-use.ts";

/** Milliseconds of one tick of /proc/stat: USER_HZ is 100 on every architecture that we run on. */
const tickMs = 10;

/** Undefined where it has gone, or where the kernel counts nothing. QEMU must name its threads (debug-threads=on). */
export function cpuSample(pid: number): CpuSample | undefined {
  try {
    const threads = vcpuThreads(pid).map((dir) => schedstat(dir));
    if (!threads.length) return undefined;
    return {
      atMs: Math.round(performance.now()),
      ran: threads.map(({ ran }) => ran),
      waited: threads.map(({ waited }) => waited),
      stolen: stolenMs(),
    };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** In the order of the vCPUs: "CPU 0/TCG", "CPU 1/KVM". */
function vcpuThreads(pid: number): string[] {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks)
    .map((tid) => ({ dir: `${tasks}/${tid}`, name: readFileSync(`${tasks}/${tid}/comm`, "utf8") }))
    .filter(({ name }) => name.startsWith("CPU "))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }))
    .map(({ dir }) => dir);
}

/** Nanoseconds on a CPU, nanoseconds waiting for one, time slices. */
function schedstat(dir: string): { ran: number; waited: number } {
  const [ran = 0, waited = 0] = readFileSync(`${dir}/schedstat`, "utf8").split(" ").map(Number);
  return { ran: Math.round(ran / 1e6), waited: Math.round(waited / 1e6) };
}

function stolenMs(): number {
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const steal = Number(line.trim().split(/\s+/)[8] ?? 0);
  return Math.round((steal * tickMs) / cpus().length);
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ESRCH";
}
