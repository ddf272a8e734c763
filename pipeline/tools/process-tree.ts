// The processes below one: who started whom, and what memory they take, from /proc.

import { readdirSync, readFileSync } from "node:fs";

export type Process = {
  readonly pid: number;
  readonly parent: number;
  /** What is in memory of its own: without pages of files, and without those shared with others on purpose. */
  readonly memoryBytes: number;
};

const pageBytes = 4096;

/** All of them; what a daemon left behind belongs to the first process of its PID namespace, so it is found too. */
export function descendants(of: number): Process[] {
  const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
  const found: Process[] = [];
  const below = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      found.push({ ...child, memoryBytes: memoryOf(child.pid) });
      below(child.pid);
    }
  };
  below(of);
  return found;
}

/** What it runs now, cut to 15 characters; empty where it has ended. */
export function commandName(pid: number): string {
  return readOfProcess(String(pid), "comm").trimEnd();
}

/** proc(5): `R` runs, `S` and `D` wait, `T` is stopped, `Z` has ended; empty where it is gone. */
export function stateOf(pid: number): string {
  return /^.*\) (\S)/s.exec(readOfProcess(String(pid), "stat"))?.[1] ?? "";
}

function allProcesses(): Omit<Process, "memoryBytes">[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
}

/** proc(5): the command's name is in parentheses, and may contain any character. */
function parentOf(pid: string): number {
  return Number(
    readOfProcess(pid, "stat")
      .replace(/^.*\) \S /s, "")
      .split(" ")[0],
  );
}

/** proc(5), statm: the second number is all that is resident, the third what of it is shared. */
function memoryOf(pid: number): number {
  const [, resident = 0, shared = 0] = readOfProcess(String(pid), "statm").split(" ").map(Number);
  return (resident - shared) * pageBytes;
}

/** Empty where it has ended meanwhile. */
function readOfProcess(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
