// The shell scripts of this folder, run in the sandbox over one folder that they may write, /tmp/out.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxed } from "../../tools/sandbox.ts";
import { run } from "../../tools/shell.ts";
import type { ShellResult } from "../../tools/command.ts";

export type ScriptFolders = {
  /** Seen as /tmp/out, where the script begins. */
  readonly out: string;
  /** Seen as /tmp/in, and only read. */
  readonly in?: string;
};

/** The kernels of today have some 400 MB of modules; debug information is another package. */
const limits = { minutes: 15, diskBytes: 3 * 2 ** 30, outputBytes: 16 * 2 ** 20 };

/** Throws as `run` does: an Offence where the script's work goes over a limit. */
export async function runScript(
  script: `${string}.sh`,
  args: readonly string[],
  folders: ScriptFolders,
  signal: AbortSignal,
): Promise<ShellResult> {
  const text = readFileSync(join(import.meta.dirname, script), "utf8");
  const read = folders.in ? [{ from: folders.in, to: "/tmp/in" as const, writable: false }] : [];
  const argv = sandboxed(["bash", "-c", text, script, ...args], {
    folders: [...read, { from: folders.out, to: "/tmp/out", writable: true }],
    env: {},
    cwd: "/tmp/out",
  });
  return run(argv, { signal, limits });
}

/** The last lines of what a script's tools complained of, as one. */
export function complaintIn(log: string): string {
  const said = log.split("\n").filter((line) => line.trim() && !line.includes("\t"));
  return said.slice(-3).join("; ") || "it is damaged";
}
