// What the kernel grants each process of a sandbox; watchdog.ts looks at what all of them take together.

import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";

/** As many processes as a user in the sandbox may have: make starts some five for each job. */
export const processLimit = within("processes", 1024 + 64 * availableParallelism());

/** The command line that grants so much and no more. */
// prettier-ignore
export const limited = [
  "prlimit", "--core=0", `--nproc=${processLimit}`, `--nofile=${within("open files", 16384)}`,
  `--fsize=${within("file size", 16 * 2 ** 30)}`, `--data=${within("data size", Math.floor(totalmem() * 0.75))}`, "--",
];

/** A limit cannot exceed the caller's (getrlimit(2)): a smaller limit of the caller's stays in force. */
function within(of: string, wanted: number): number {
  const limits = readFileSync("/proc/self/limits", "utf8");
  const hard = new RegExp(`^Max ${of} +\\S+ +(\\d+)`, "m").exec(limits)?.[1];
  return hard === undefined ? wanted : Math.min(wanted, Number(hard));
}
