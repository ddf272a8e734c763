// Where a hypervisor's git source stands now. A server that cannot be asked stops no other row.

import { InfraError } from "../../model/errors.ts";
import type { GitSource, SourcePin } from "../../model/described/hypervisor.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { remoteRef } from "../../tools/git.ts";

type Params = { hypervisor: string; source: GitSource };

export const resolveHypervisorCommit: StepKind<Params, NoInputs, SourcePin> = {
  name: "resolve-hypervisor-commit",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ say }, { hypervisor, source }) {
    const pin = await pinOf(hypervisor, source);
    if ("outOfReach" in pin) say(`out of reach, and its rows will say so: ${pin.outOfReach}`);
    return pass(pin);
  },
};

async function pinOf(hypervisor: string, source: GitSource): Promise<SourcePin> {
  const { git, ref } = source;
  if (/^[0-9a-f]{40}$/.test(ref)) return { ...source, commit: ref };
  try {
    const found = await remoteRef(git, ref);
    if (found) return { ...source, commit: found.commit };
    return {
      outOfReach: `hypervisor/${hypervisor}/hypervisor.yaml: source: ${git} has no ref ${ref}`,
      next: `see what it has with: git ls-remote ${git}`,
    };
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    return { outOfReach: error.message, next: error.hint };
  }
}
