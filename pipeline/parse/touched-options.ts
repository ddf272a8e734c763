// Patches -> the options whose entries in Kconfig files they change.

import type { PatchedFile } from "./patched-file.ts";

const entry = /^(?:[ +-]|@@.*@@ )(?:menu)?config ([A-Za-z0-9_]+)/;

/** `CONFIG_X`, in the order of the diff. A line is of the entry above it in the hunk, or of the one git's header names. */
export function touchedOptions(files: readonly PatchedFile[]): string[] {
  const kconfig = files.filter(({ after }) => /(?:^|\/)Kconfig[^/]*$/.test(after ?? ""));
  const found = new Set<string>();
  for (const { hunks } of kconfig)
    for (const { header, lines } of hunks) {
      let option = entry.exec(header)?.[1];
      for (const line of lines) {
        option = entry.exec(line)?.[1] ?? option;
        if (option && line.startsWith("+") && line.trim() !== "+") found.add(`CONFIG_${option}`);
      }
    }
  return [...found];
}
