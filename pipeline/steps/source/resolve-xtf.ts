// Where XTF's git source stands now. A server that cannot be asked stops no other row.

import type { GitSource, SourcePin } from "../../model/described/hypervisor.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { commitNow } from "./commit-now.ts";

export const resolveXtf: StepKind<{ source: GitSource }, NoInputs, SourcePin> = {
  name: "resolve-xtf",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ say }, { source }) {
    const pin = await commitNow("twinboot.yaml: xtf", source);
    if ("outOfReach" in pin) say(`out of reach, and its rows will say so: ${pin.outOfReach}`);
    return pass(pin);
  },
};
