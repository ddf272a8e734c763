// How commands, options and operands are written, the same in messages, help, manual page and reference.

import type { Command, Operand, Option } from "./command.ts";

/** `dryRun` -> `--dry-run`. */
export function longOption(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `./twinboot check SERIES [OPTION]...` */
export function synopsis({ name, operands, options }: Command): string {
  const needed = Object.entries(options).filter(([, one]) => "required" in one && one.required);
  const words = [
    `./twinboot ${name}`,
    ...Object.values(operands).map((operand) => operandWord(operand)),
    ...needed.map(([key, option]) => optionWords(key, option)),
    ...(Object.keys(options).length > needed.length ? ["[OPTION]..."] : []),
  ];
  return words.join(" ");
}

/** `SERIES`, `[RUN]`, `[SERIES]...`, `DIR...` */
export function operandWord({ takes, value, required }: Operand): string {
  const word = required ? value.word : `[${value.word}]`;
  return takes === "many" ? `${word}...` : word;
}

/** `--head HEAD,...`, `--dry-run` */
export function optionWords(key: string, option: Option): string {
  return [longOption(key), ...valueWords(option)].join(" ");
}

function valueWords(option: Option): string[] {
  if (option.takes === "nothing") return [];
  return [option.takes === "many" ? `${option.value.word},...` : option.value.word];
}

/** What an option or operand does, with all the values that it may have. */
export function meaning(of: Option | Operand): string {
  const choices = of.takes === "nothing" ? undefined : of.value.choices;
  return choices ? `${of.says} (${choices.join(", ")})` : of.says;
}

export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What to type instead, after wrong usage. */
export function nextFor(command: Command): string {
  return `${synopsis(command)}, or: ./twinboot help ${command.name}`;
}
