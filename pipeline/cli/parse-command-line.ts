// The words after a command's name -> what its code gets. Whatever the command would not use is refused.

import { parseArgs } from "node:util";
import { UserError } from "../model/errors.ts";
import { unknownName } from "../model/unknown-name.ts";
import { checkTogether } from "./check-together.ts";
import type { Command, Option } from "./usage/command.ts";
import { longOption, nextFor } from "./usage/words.ts";

/** Texts as they were given, by the key of the option or operand. */
type Texts = Map<string, readonly string[]>;

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

/** Throws UserError with what to type instead. */
export function parseCommandLine(command: Command, argv: readonly string[]): object {
  const texts: Texts = new Map();
  const operands: string[] = [];
  for (const token of tokensOf(command, argv)) {
    const operand = operandOf(token, argv);
    if (operand !== undefined) operands.push(operand);
    else if (token.kind === "option") takeOption(command, token, texts);
  }
  takeOperands(command, operands, texts);
  checkTogether(command, texts);
  return valuesOf(command, texts);
}

/** node:util cuts the words; what they mean is decided here, where every mistake has its own sentence. */
function tokensOf({ options }: Command, argv: readonly string[]) {
  const types = Object.entries(options).map(([key, { takes }]) => {
    const type: "boolean" | "string" = takes === "nothing" ? "boolean" : "string";
    return [longOption(key).slice(2), { type }] as const;
  });
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(types),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  return tokens;
}

/** A negative number is not an option: it is read as an operand, which gives the better message. */
function operandOf(token: Token, argv: readonly string[]): string | undefined {
  if (token.kind === "positional") return token.value;
  const word = argv[token.index] ?? "";
  return token.kind === "option" && /^-\d/.test(word) ? word : undefined;
}

function takeOption(command: Command, token: OptionToken, texts: Texts): void {
  const { rawName, value } = token;
  const [key, option] = optionNamed(command, rawName);
  if (option.takes === "nothing") {
    if (value !== undefined) throw refused(command, `${rawName} takes no value`);
    texts.set(key, []);
    return;
  }
  const before = texts.get(key) ?? [];
  const given = givenTo(command, token, option);
  if (before.length && option.takes === "one")
    throw refused(command, `${rawName} is given twice: ${before[0]} and ${value}`);
  texts.set(key, [...before, ...given]);
}

function optionNamed(command: Command, rawName: string): readonly [string, Option] {
  const found = Object.entries(command.options).find(([key]) => longOption(key) === rawName);
  if (found) return found;
  const known = Object.keys(command.options).map((key) => longOption(key));
  throw unknownName(`option of ${command.name}:`, rawName, known, nextFor(command));
}

/** `a,b` is two names where an option takes several. */
function givenTo(
  command: Command,
  { rawName, value, inlineValue }: OptionToken,
  { takes, value: { word, isName = false } }: Exclude<Option, { takes: "nothing" }>,
): readonly string[] {
  if (!value || (!inlineValue && /^-\D/.test(value)))
    throw refused(command, `${rawName} needs a value: ${rawName} ${word}`);
  if (takes === "one" && isName && value.includes(","))
    throw refused(command, `${rawName} takes one ${word}, not ${value}`);
  const texts = takes === "many" ? value.split(",") : [value];
  if (texts.every(Boolean)) return texts;
  throw refused(command, `${rawName} ${value}: a name between the commas is empty`);
}

function takeOperands(command: Command, words: readonly string[], texts: Texts): void {
  let left = words;
  for (const [key, { takes, value }] of Object.entries(command.operands)) {
    const taken = takes === "many" ? left : left.slice(0, 1);
    left = left.slice(taken.length);
    if (taken.includes("")) throw refused(command, `${value.word} is empty`);
    const before = texts.get(key);
    if (taken.length && before)
      throw refused(
        command,
        `${taken.join(" ")} and ${longOption(key)} ${before.join(",")}: name ${key} in one of the two ways only`,
      );
    if (taken.length) texts.set(key, taken);
  }
  if (left.length)
    throw refused(
      command,
      `${command.name} takes ${operandsOf(command)}; not used: ${left.join(" ")}`,
    );
}

function operandsOf({ operands }: Command): string {
  const words = Object.values(operands).map(({ value }) => value.word);
  return words.length ? words.join(" and ") : "no operand";
}

function valuesOf({ operands, options }: Command, texts: Texts): object {
  const flags = Object.entries(options).filter(([, { takes }]) => takes === "nothing");
  const values: Record<string, unknown> = Object.fromEntries(
    flags.map(([key]) => [key, texts.has(key)]),
  );
  for (const [key, given] of texts) {
    const option = options[key];
    const taker = option ?? operands[key];
    if (!taker || taker.takes === "nothing") continue;
    const what = option ? longOption(key) : taker.value.word;
    const read = given.map((text) => taker.value.read(text, what));
    values[key] = taker.takes === "many" ? read : read[0];
  }
  return values;
}

function refused(command: Command, message: string): UserError {
  return new UserError(message, nextFor(command));
}
