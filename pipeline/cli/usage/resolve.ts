// ./twinboot resolve

import { command, flag, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { headName, seriesName, text } from "./value.ts";

export const resolve = command({
  name: "resolve",
  group: "series",
  summary: "resolve a conflict in a work tree, and keep the resolution",
  about: [
    "Opens the first conflict of the series on the head in a work tree. With --continue it stores the resolution in patches/SERIES/resolutions/ and goes on to the next conflict.",
    "Exit status: 1 while a conflict is open, 0 once the series applies.",
  ],
  operands: { name: required(one(seriesName, "series in conflict")) },
  options: {
    head: required(one(headName, "head that it conflicts with")),
    continue: flag("keep the resolution and go on"),
    abort: flag("give up; nothing is kept"),
    author: one(text("PERSON"), 'who resolves, "NAME <ADDRESS>" (default: from git config)'),
    why: one(text("TEXT"), "reason for the resolution"),
    expires: one(text("DAY"), "last day on which the resolution is used: 2026-12-31"),
    ...shared.progress,
  },
  exclusive: [
    ["continue", "abort"],
    ["quiet", "verbose"],
  ],
  needs: [
    ["author", "continue"],
    ["why", "continue"],
    ["expires", "continue"],
  ],
  examples: [
    ["resolve yours --head sid", "open the first conflict"],
    ["resolve yours --head sid --continue", "store the resolution"],
  ],
  run: async () => (await import("../commands/resolve.ts")).resolveCommand,
});
