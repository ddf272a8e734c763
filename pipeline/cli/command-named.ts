// Finds a command by its name, or throws with a suggestion.

import { UserError } from "../model/errors.ts";
import { unknownName } from "../model/unknown-name.ts";
import { commands } from "./commands.ts";
import type { Command } from "./usage/command.ts";

export function commandNamed(name: string): Command {
  const found = commands.find((one) => one.name === name);
  if (found) return found;
  if (name.startsWith("-"))
    throw new UserError(
      `${name} must come after the command`,
      "usage: ./twinboot COMMAND [OPTION]...",
    );
  const names = commands.map((one) => one.name);
  throw unknownName("command", name, names, "./twinboot help");
}
