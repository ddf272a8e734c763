// ./twinboot help [COMMAND]

import { commandNamed } from "../command-named.ts";
import { commands } from "../commands.ts";
import { commandText, overviewText } from "../help-text.ts";

export async function helpCommand({ command }: { command?: string }): Promise<number> {
  const text = command === undefined ? overviewText(commands) : commandText(commandNamed(command));
  process.stdout.write(text);
  return 0;
}
