// A vmlinux with debug information, alone or in a package: of the very kernel that is tried, or refused.

import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { UserError } from "../../model/errors.ts";
import type { StepContext } from "../../model/work/step.ts";
import { complaintIn, runScript } from "./sandbox-script.ts";

/** Gives the file's name in out/found. Throws UserError where no vmlinux in it has that build-id and its lines. */
export async function unpackDebugSymbols(
  { workDir, path, signal }: StepContext,
  file: Artifact,
  buildId: string,
): Promise<string> {
  const folders = { in: join(workDir, "in"), out: join(workDir, "out") };
  await Promise.all([mkdir(folders.in), mkdir(folders.out)]);
  await copyFile(path(file), join(folders.in, "file"));
  const script = "unpack-debug-symbols.sh";
  const { exitCode, stdout, log } = await runScript(script, [], folders, signal);
  if (exitCode !== 0) throw unusable(file, `cannot be unpacked: ${complaintIn(log)}`);
  const found = stdout.split("\n").flatMap((line) => {
    const [word, name = "", id = "", lines] = line.split("\t");
    return word === "vmlinux" ? [{ name, id, hasLines: lines !== "0" }] : [];
  });
  if (!found.length) throw unusable(file, "contains no vmlinux");
  const own = found.find(({ id }) => id === buildId);
  if (!own) {
    const ids = found.map(({ id }) => id || "none").join(", ");
    throw unusable(
      file,
      `is of another kernel: its build-id is ${ids}, the kernel's is ${buildId}`,
    );
  }
  if (own.hasLines) return own.name;
  throw unusable(file, "has no debug information: its vmlinux has no .debug_line");
}

function unusable({ name }: Artifact, why: string): UserError {
  return new UserError(
    `--debug-symbols: ${name} ${why}`,
    "give the package of debug symbols (linux-image-RELEASE-dbg, kernel-debuginfo) of just this version",
  );
}
