// A script of the kernel's tree that broke: nothing was learned of the series.

import { InfraError } from "../../model/errors.ts";

export function scriptFailed(script: string, exitCode: number, log: string): InfraError {
  const last = log.trim().split("\n").at(-1) ?? "";
  return new InfraError(
    `${script} ended with ${exitCode}: ${last}`,
    "look for missing tools with: ./twinboot doctor",
  );
}
