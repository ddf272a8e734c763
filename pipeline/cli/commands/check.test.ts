// What `./twinboot check` says to a command line that it cannot take.

import { expect, test } from "vitest";
import { Installation } from "../../test/installation-rig.ts";

const installation = await Installation.make({});

test.each([
  [[], "check: which series?", "./twinboot check SERIES"],
  [["one", "two"], "check: which series?", "./twinboot check SERIES"],
  [["none"], "there is no series none", "there are: s"],
])("check %j", async (operands, message, hint) => {
  const { exitCode, stderr } = await installation.twinboot("check", ...operands);
  expect([exitCode, stderr]).toEqual([2, `twinboot: ${message}\n  next: ${hint}\n`]);
});
