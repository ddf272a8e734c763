// Patches -> the options whose entries in Kconfig files they change.

import type { Hunk, PatchedFile } from "../patch/patched-file.ts";

const entry = /^(?:[ +-]|@@.*@@ )(?:menu)?config ([A-Za-z0-9_]+)/;

/** `CONFIG_X`, in the order of the diff. A line is of the entry above it in the hunk, or of the one git's header names. */
export function touchedOptions(files: readonly PatchedFile[]): string[] {
  const kconfig = files.filter(({ after }) => /(?:^|\/)Kconfig[^/]*$/.test(after ?? ""));
  const hunks = kconfig.flatMap((file) => file.hunks);
  return [...new Set(hunks.flatMap(touchedIn))];
}

function touchedIn({ header, lines }: Hunk): string[] {
  let option = entry.exec(header)?.[1];
  return lines.flatMap((line) => {
    option = entry.exec(line)?.[1] ?? option;
    return option && /^\+.*\S/.test(line) ? [`CONFIG_${option}`] : [];
  });
}
