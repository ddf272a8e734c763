// Where a hypervisor's git source stands now. A server that cannot be asked stops no other row.

import type { GitSource, SourcePin } from "../../model/described/hypervisor.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { commitNow } from "./commit-now.ts";

type Params = { hypervisor: string; source: GitSource };

export const resolveHypervisorCommit: StepKind<Params, NoInputs, SourcePin> = {
  name: "resolve-hypervisor-commit",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ say }, { hypervisor, source }) {
    const pin = await commitNow(`hypervisor/${hypervisor}/hypervisor.yaml: source`, source);
    if ("outOfReach" in pin) say(`out of reach, and its rows will say so: ${pin.outOfReach}`);
    return pass(pin);
  },
};
