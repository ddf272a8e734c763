// Which bytes a file of the user's holds now. One that is not there stops no other row.

import { resolve } from "node:path";
import type { GuestFilePin } from "../../model/described/guest-file.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { fileDigest } from "../../tools/host.ts";

/** `path`: from the folder in which twinboot was started, or absolute. */
export const lookAtGuestFile: StepKind<{ path: string }, NoInputs, GuestFilePin> = {
  name: "look-at-guest-file",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ say }, { path }) {
    const sha256 = await fileDigest(resolve(path)).catch(() => undefined);
    if (sha256 !== undefined) return pass({ sha256 });
    const pin = { outOfReach: `${path} cannot be read`, next: `put the guest's kernel there` };
    say(`out of reach, and its row will say so: ${pin.outOfReach}`);
    return pass(pin);
  },
};
