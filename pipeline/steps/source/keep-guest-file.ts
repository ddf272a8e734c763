// A file of the user's, as it was when the run began, into the store: workers of other machines have it from there.

import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { GuestFile, GuestFilePin } from "../../model/described/guest-file.ts";
import { InfraError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";

type Params = { path: string; pin: GuestFilePin };

export const keepGuestFile: StepKind<Params, NoInputs, GuestFile> = {
  name: "keep-guest-file",
  version: 1,
  nature: "pure",
  pool: "io",
  async run({ workDir, keep }, { path, pin }) {
    if ("outOfReach" in pin) throw new InfraError(pin.outOfReach, pin.next);
    const copy = join(workDir, "kernel");
    await copyFile(resolve(path), copy);
    const kernel = await keep(copy, "guest-kernel");
    if (kernel.digest === pin.sha256) return pass({ kernel });
    throw new InfraError(`${path} changed during the run`, "run it again");
  },
};
