// --dry-run: the exact make and qemu lines of steps, as a script. What cannot be pasted yet is a comment that says why.

import { existsSync } from "node:fs";
import type { CommandContext, Step } from "../model/work/step.ts";
import { stepsOf } from "../model/work/plan.ts";
import { newNonce } from "../steps/boot/machine.ts";
import { pasteable } from "../tools/shell.ts";
import { checkout, type Session } from "../work/session.ts";
import { inputsOf, storedValues } from "../work/stored-values.ts";

/** Gives exit code 0: nothing was run, so nothing can have failed. */
export async function printCommands(
  { store }: Pick<Session, "store">,
  targets: readonly Step[],
): Promise<number> {
  const context: CommandContext = {
    path: (artifact) => store.path(artifact),
    kept: (name) => store.kept(name),
  };
  const values = await storedValues(store, targets);
  process.stdout.write(`${pasteable(["cd", checkout])}\n\n`);
  for (const { kind, label, params, ...step } of stepsOf(targets)) {
    const lines = kind.commands?.(context, params, inputsOf(step, values)) ?? [];
    const shown = lines.map((line) => `${pasteableNow(line, store.dir)}\n`);
    if (lines.length) process.stdout.write(`# ${label}\n${shown.join("")}\n`);
  }
  return 0;
}

/** A step writes what it does not know as <word>, which is always between single quotes. */
export function pasteableNow(line: string, storeDir: string): string {
  const known = line
    .replaceAll("<scratch>", `'"$(mktemp -d)"'`)
    .replaceAll("<nonce>", () => newNonce());
  const missing = [...placeholdersIn(known), ...absentIn(known, storeDir)];
  if (!missing.length) return known;
  return `# not yet, an earlier step makes ${missing.join(", ")}:\n# ${known.replaceAll("\n", "\n# ")}`;
}

function placeholdersIn(line: string): string[] {
  return [...new Set(line.match(/<[a-z][\w. ]*>/g))];
}

/** Unused paths in the store. */
function absentIn(line: string, storeDir: string): string[] {
  const paths = line
    .split(/[\s',=]+/)
    .filter((word) => word.startsWith(`${storeDir}/`) && !existsSync(word));
  return [...new Set(paths)];
}
