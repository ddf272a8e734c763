// ./twinboot test

import { command, flag, many, one } from "./command.ts";
import { text } from "./value.ts";

export const test = command({
  name: "test",
  group: "machine",
  summary: "every test, those that build and boot real kernels included",
  about: [
    "Names are test files, or planted faults with --faults. Arguments after -- are passed to vitest. Tests tagged nightly run only if --tags-filter selects them.",
  ],
  operands: { names: many(text("NAME", "file"), "test files, or planted faults with --faults") },
  options: {
    tagsFilter: one(text("EXPRESSION"), "choose tests by their tags, as vitest does"),
    faults: flag("plant faults instead: each must get its verdict"),
    record: flag("write the consoles of the planted faults into the judge's corpus"),
  },
  exclusive: [["tagsFilter", "faults"]],
  needs: [["record", "faults"]],
  examples: [
    ["test --tags-filter '!vm && !process'", "the fast tests, which start no program"],
    ["test --tags-filter '!vm'", "all that need no kernel, QEMU, browser or network"],
    ["test --faults soft-lockup", "one planted fault"],
  ],
  run: async () => (await import("../commands/test.ts")).testCommand,
});
