// What `./twinboot check` says to a command line that it cannot take.
// @module-tag process

import { beforeAll, expect, test } from "vitest";
import { Installation } from "../../test/installation-rig.ts";

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make({});
});

test.each([[["none"], "unknown series none (available: s)", "./twinboot list series"]])(
  "check %j",
  async (operands, message, hint) => {
    const { exitCode, stderr } = await installation.twinboot("check", ...operands);
    expect([exitCode, stderr]).toEqual([2, `twinboot: ${message}\n  next: ${hint}\n`]);
  },
);
