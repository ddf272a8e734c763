// ./twinboot completion bash|zsh

import { bashCompletion } from "../completion-bash.ts";
import { zshCompletion } from "../completion-zsh.ts";
import { commands } from "../commands.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion };

export async function completionCommand({ shell }: { shell: "bash" | "zsh" }): Promise<number> {
  process.stdout.write(scripts[shell](commands));
  return 0;
}
