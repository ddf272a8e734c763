// The patches of a hypervisor's description, upon its source.

import type { BuildableHypervisor } from "../../model/described/hypervisor.ts";
import type { Finding } from "../../model/judge/finding.ts";
import type { StepContext } from "../../model/work/step.ts";
import { run } from "../../tools/shell.ts";
import { inSource } from "../source/hypervisor-source.ts";

/** `source`: the folder, which git writes in the sandbox. Undefined where every patch applies. */
export async function applyPatches(
  { signal }: Pick<StepContext, "signal">,
  source: string,
  { hypervisor, patches = [] }: Pick<BuildableHypervisor, "hypervisor" | "patches">,
): Promise<Finding | undefined> {
  for (const { name, text } of patches) {
    const apply = inSource(source, ["git", "apply", "--whitespace=nowarn", "-"]);
    const { exitCode, log } = await run(apply, { signal, input: text });
    if (exitCode === 0) continue;
    const summary = `hypervisor/${hypervisor}/${name} does not apply to its source`;
    return {
      reason: "conflict",
      fault: "description",
      summary,
      detail: log.trim().split("\n"),
    };
  }
  return undefined;
}
