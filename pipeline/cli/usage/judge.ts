// ./twinboot judge

import { command, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { headName, platformName, text } from "./value.ts";

export const judge = command({
  name: "judge",
  group: "results",
  summary: "the verdict of a saved console, dmesg or KTAP log",
  about: [
    "Exit status: 0 for a pass, 1 for a finding, 3 if the log itself is at fault or nothing could be proved.",
  ],
  operands: { log: required(one(text("LOG", "file"), "the saved log; - is standard input")) },
  options: {
    platform: one(platformName, "ask for the evidence of this platform, too"),
    head: one(headName, "take the known faults of this head into account"),
    json: shared.json,
  },
  needs: [["head", "platform"]],
  examples: [
    ["judge console.log --platform xen-pv-domu", "a console of a guest of Xen"],
    ["judge - < dmesg.txt", "a log from standard input"],
  ],
  run: async () => (await import("../commands/judge.ts")).judgeCommand,
});
