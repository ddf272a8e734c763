// ./twinboot worker

import { command, many, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { choice, count } from "./value.ts";

export const worker = command({
  name: "worker",
  group: "machine",
  summary: "do the steps that runs of other machines hand out",
  about: [
    "Takes steps of runs that name the same queue and whose machine has the same programs (compiler, linker, QEMU, firmware, their libraries), does them in a store of its own, and leaves the results in the remote store, signed. docs/queue.md says what it needs.",
    "Goes on until it is stopped with Ctrl-C or SIGTERM; what it is at then goes back to the queue. Exit status: 0 if it was stopped, 3 if the machine is no longer what it was.",
  ],
  operands: {},
  options: {
    queue: required(shared.queue),
    lanes: many(choice("LANE", ["machine", "vm"]), "what it does: builds, boots (default: both)"),
    slots: one(
      count("N"),
      "boots at the same time (default: one per CPU); builds are one at a time",
    ),
    ...shared.progress,
  },
  exclusive: [["quiet", "verbose"]],
  examples: [["worker --queue redis://queue.example.org", "until it is stopped"]],
  run: async () => (await import("../commands/worker.ts")).workerCommand,
});
