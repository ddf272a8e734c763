// Whether the sandbox holds on this machine: a program in it tries to get out, at the start of every run and in doctor.

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";
import { removeFolder } from "./files/remove-folder.ts";
import { sandboxed } from "./sandbox.ts";
import { systemCallsOf } from "./system-calls.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import type { ShellOptions, ShellResult } from "./command.ts";

export type SandboxProof = {
  readonly holds: boolean;
  readonly says: string;
  readonly next: string;
};

/** `run` starts a command. Throws nothing that the sandbox causes; only a probe that came to its end says that it holds. */
export async function proveSandbox(
  run: (argv: readonly string[], options: ShellOptions) => Promise<ShellResult>,
): Promise<SandboxProof> {
  const dir = await temporaryFolder();
  try {
    const folder = join(dir, "probe");
    await mkdir(folder);
    const line = sandboxed(["perl", "-"], {
      folders: [{ from: folder, to: "/tmp/probe", writable: true }],
      env: {},
      cwd: "/tmp/probe",
    });
    const { stdout, log } = await run(line, {
      input: await probeProgram(),
      limits: { minutes: 1 },
    });
    return verdictOn(stdout, log);
  } catch (error) {
    if (error instanceof InfraError)
      return { holds: false, says: error.message, next: nextFor(error.message) };
    throw error;
  } finally {
    await removeFolder(dir);
  }
}

/** What perl runs in the sandbox of this machine. */
export async function probeProgram(): Promise<string> {
  const probe = await readFile(join(import.meta.dirname, "sandbox-probe.pl"), "utf8");
  const numbers = Object.entries(systemCallsOf().numbers).map(([name, n]) => `${name} => ${n}`);
  return `our %number = (${numbers.join(", ")});\n${probe}`;
}

function verdictOn(stdout: string, log: string): SandboxProof {
  const lines = stdout.split("\n").filter(Boolean);
  const broken = lines.filter((line) => line.startsWith("broken: "));
  if (broken.length) return { holds: false, says: broken.join("; "), next: report };
  if (lines.at(-1) === "end") return { holds: true, says: "nothing got out of it", next: "" };
  return { holds: false, says: `the probe did not end: ${log.trim()}`, next: nextFor(log) };
}

const report = "report it with the line above, and run no series on this machine";

/** What keeps bwrap from starting, as its own words and those of the kernel have it. */
function nextFor(said: string): string {
  if (/is not installed/.test(said)) return "./twinboot doctor";
  if (process.getuid?.() === 0)
    return "in a container: docker run --privileged (bwrap makes namespaces and mounts /proc)";
  return "let users make user namespaces: sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000 kernel.apparmor_restrict_unprivileged_userns=0";
}
