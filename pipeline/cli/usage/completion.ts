// ./twinboot completion

import { command, one, required } from "./command.ts";
import { choice } from "./value.ts";

export const completion = command({
  name: "completion",
  group: "machine",
  summary: "a script that completes commands, options and names in a shell",
  about: ["The names of series, heads, flavours and platforms come from ./twinboot list."],
  operands: { shell: required(one(choice("SHELL", ["bash", "zsh"]), "the shell")) },
  options: {},
  examples: [
    ["completion bash > twinboot.bash", "for bash: source the file"],
    ["completion zsh > ~/.zfunc/_twinboot", "for zsh, where ~/.zfunc is in fpath"],
  ],
  run: async () => (await import("../commands/completion.ts")).completionCommand,
});
