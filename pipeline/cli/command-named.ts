// The command of a name, or the words for a name that is none.

import { UserError } from "../model/errors.ts";
import { unknownName } from "../model/unknown-name.ts";
import { commands } from "./commands.ts";
import type { Command } from "./usage/command.ts";

export function commandNamed(name: string): Command {
  const found = commands.find((one) => one.name === name);
  if (found) return found;
  if (name.startsWith("-"))
    throw new UserError(
      `${name} stands before a command`,
      "options come after it: ./twinboot COMMAND [OPTION]...",
    );
  const names = commands.map((one) => one.name);
  throw unknownName("command", name, names, "./twinboot help");
}
