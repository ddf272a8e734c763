// ./twinboot doctor

import { command } from "./command.ts";

export const doctor = command({
  name: "doctor",
  group: "machine",
  summary: "what this machine has and lacks, with the command to fix it",
  about: ["Installs nothing. Exit status: 0 if nothing is missing, 3 otherwise."],
  operands: {},
  options: {},
  examples: [["doctor", "before the first run"]],
  run: async () => (await import("../commands/doctor.ts")).doctorCommand,
});
