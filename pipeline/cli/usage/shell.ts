// ./twinboot shell

import { command, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { flavourName, headName, platformName, seriesName } from "./value.ts";

export const shell = command({
  name: "shell",
  group: "work",
  summary: "an interactive guest on the kernel that a run would boot",
  about: ["Builds what is missing first. Press Ctrl-A X to stop the machine."],
  operands: { platform: required(one(platformName, "platform to boot")) },
  options: {
    series: one(seriesName, "series of the kernel; base is the unpatched one (default: the last)"),
    head: one(headName, "head of the kernel"),
    flavour: one(flavourName, "configuration of the kernel"),
    ...shared.progress,
  },
  exclusive: [["quiet", "verbose"]],
  examples: [["shell xen-pv-domu --series yours", "a guest of Xen with one series"]],
  run: async () => (await import("../commands/shell.ts")).shellCommand,
});
