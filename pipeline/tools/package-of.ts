// Which Debian package brings a command: one list says so, to ./twinboot, the doctor and the messages.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { neededPackages } from "../model/described/needed-package.ts";

/** The command's own name where tools/system-packages has no line for it. */
export function packageOf(command: string): string {
  const text = readFileSync(join(import.meta.dirname, "system-packages"), "utf8");
  return neededPackages(text).find(({ what }) => what === command)?.package ?? command;
}
