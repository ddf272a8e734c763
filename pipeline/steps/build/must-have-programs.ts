// A build by nobody's change but the head's or the hypervisor's own: a program that it looks for in vain is this machine's.

import { InfraError } from "../../model/errors.ts";
import { missingProgram } from "../../parse/compiler-log.ts";
import type { ShellResult } from "../../tools/command.ts";

/** Throws InfraError where make ended since a program is not there. `what`: the build, as a sentence begins. */
export function mustHavePrograms(
  { exitCode, log }: Pick<ShellResult, "exitCode" | "log">,
  what: string,
): void {
  const program = exitCode === 0 ? undefined : missingProgram(log);
  if (program === undefined) return;
  throw new InfraError(
    `${what} takes a program that is not on this machine: ${program}`,
    `install what brings it, as root, for instance: apt install ${program}`,
  );
}
