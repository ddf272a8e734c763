// What of a command line must be there, and what makes no sense beside something else.

import { UserError } from "../model/errors.ts";
import type { Command } from "./usage/command.ts";
import { longOption, nextFor, optionWords } from "./usage/words.ts";

/** `given`: by the key of each option and operand that was given. */
export function checkTogether(command: Command, given: ReadonlyMap<string, unknown>): void {
  const problem =
    missing(command, given) ?? contradiction(command, given) ?? uselessAlone(command, given);
  if (problem !== undefined) throw new UserError(problem, nextFor(command));
}

function missing(command: Command, given: ReadonlyMap<string, unknown>): string | undefined {
  const { name, operands, options } = command;
  const needed = [...Object.entries(operands), ...Object.entries(options)].find(
    ([key, one]) => one.takes !== "nothing" && one.required && !given.has(key),
  );
  return needed && `${name} needs ${nameOf(command, needed[0])}`;
}

function contradiction(command: Command, given: ReadonlyMap<string, unknown>): string | undefined {
  const sets = (command.exclusive ?? []).map((set) => set.filter((key) => given.has(key)));
  const set = sets.find(({ length }) => length > 1);
  return set && `${set.map((key) => nameOf(command, key)).join(" and ")} exclude each other`;
}

function uselessAlone(command: Command, given: ReadonlyMap<string, unknown>): string | undefined {
  const pair = command.needs?.find(([key, needed]) => given.has(key) && !given.has(needed));
  return pair && `${longOption(pair[0])} is used with ${nameOf(command, pair[1])} only`;
}

/** `SERIES` of an operand, `--head HEAD` of an option. */
function nameOf({ operands, options }: Command, key: string): string {
  const [operand, option] = [operands[key], options[key]];
  return operand?.value.word ?? (option ? optionWords(key, option) : key);
}
