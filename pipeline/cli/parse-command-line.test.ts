// What is given and not used is wrong usage. The first part goes over the table: a new command is covered by being in it.

import { describe, expect, test } from "vitest";
import { UserError } from "../model/errors.ts";
import { commandNamed } from "./command-named.ts";
import { commands } from "./commands.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import type { Command, Operand, Option } from "./usage/command.ts";
import { longOption } from "./usage/words.ts";

describe.each(commands.map((command) => [command.name, command] as const))("%s", (_, command) => {
  test("takes what it needs, and nothing is there that was not given", () => {
    const given = parseCommandLine(command, leastWords(command));
    const flags = Object.entries(command.options).filter(([, { takes }]) => takes === "nothing");
    for (const [key] of flags) expect(given).toHaveProperty(key, false);
    expect(Object.keys(given)).toHaveLength(flags.length + neededKeys(command).length);
  });

  test("refuses an option that it does not know, with the nearest that it has", () => {
    const { message, hint } = mistake(command, [...leastWords(command), "--nosuch"]);
    expect(message).toMatch(
      new RegExp(
        `^unknown option of ${command.name}: --nosuch \\((?:available|nearest|there is none)`,
      ),
    );
    expect(hint).toContain(`./twinboot help ${command.name}`);
  });

  test("names an option where one letter of it is wrong", () => {
    for (const key of Object.keys(command.options)) {
      const { message } = mistake(command, [`${longOption(key).slice(0, -1)}#`]);
      expect(message).toMatch(new RegExp(`\\((?:available|nearest): ${longOption(key)}\\b`));
    }
  });

  test.each(Object.entries(command.options))("takes --%s as it is described", (key, option) => {
    const words = [...leastWords(command, key), ...wordsOf(key, option)];
    if (command.needs?.some(([one]) => one === key)) return;
    expect(parseCommandLine(command, words)).toHaveProperty(key);
    if (option.takes !== "nothing")
      expect(mistake(command, [...leastWords(command, key), `${longOption(key)}=`]).message).toBe(
        `${longOption(key)} needs a value: ${longOption(key)} ${option.value.word}`,
      );
    if (option.takes === "one")
      expect(mistake(command, [...words, ...wordsOf(key, option)]).message).toContain(
        "given twice",
      );
  });

  test("refuses one operand more than it takes", () => {
    if (Object.values(command.operands).some(({ takes }) => takes === "many")) return;
    const most = Object.values(command.operands).map((one) => sample(one));
    const options = neededOptions(command);
    const { message, hint } = mistake(command, [...most, "planted", ...options]);
    expect(message).toMatch(/not used: planted$/);
    expect(hint).toContain(`./twinboot ${command.name}`);
  });

  test("refuses every option of another command", () => {
    const keys = new Set(commands.flatMap((other) => Object.keys(other.options)));
    for (const key of keys) {
      if (command.options[key]) continue;
      const words = [...leastWords(command), longOption(key), "1"];
      expect(mistake(command, words).message).toContain(`option of ${command.name}: `);
    }
  });

  test.each(command.exclusive ?? [])("refuses %s beside %s", (...set) => {
    const [first = "", second = ""] = set;
    const words = [first, second].flatMap((key) => wordsFor(command, key));
    expect(mistake(command, [...leastWords(command, first, second), ...words]).message).toContain(
      "exclude each other",
    );
  });

  test.each(command.needs ?? [])("refuses %s without %s", (key, needed) => {
    const words = [...leastWords(command), ...wordsFor(command, key)];
    expect(mistake(command, words).message).toMatch(/is used with .* only$/);
    expect(parseCommandLine(command, [...words, ...wordsFor(command, needed)])).toHaveProperty(key);
  });
});

test.each([
  ["report 1 --head nosuch", "unknown option of report: --head (available: --format, --output)"],
  ["doctor --reroll 3", "unknown option of doctor: --reroll (there is none)"],
  [
    "export x --platform nowhere",
    "unknown option of export: --platform (available: --format, --output)",
  ],
  ["doctor now", "doctor takes no operand; not used: now"],
  ["check a b", "check takes SERIES; not used: b"],
  ["check", "check needs SERIES"],
  ["resolve s", "resolve needs --head HEAD"],
  ["run --head", "--head needs a value: --head HEAD"],
  ["run --head --json", "--head needs a value: --head HEAD"],
  ["check s --head a,b", "--head takes one HEAD, not a,b"],
  ["run --head a,,b", "--head a,,b: a name between the commas is empty"],
  ["run --jobs 0", "--jobs 0: not a positive whole number"],
  ["run --jobs -1", "--jobs -1: not a positive whole number"],
  ["run --jobs 1e3", "--jobs 1e3: not a positive whole number"],
  ["run --jobs 2 --jobs 3", "--jobs is given twice: 2 and 3"],
  ["run --json=yes", "--json takes no value"],
  ["run -j4", "unknown option of run: -j (nearest: --"],
  ["run a --series b", "a and --series b: name series in one of the two ways only"],
  ["run --platform x --lane nightly", "--platform PLATFORM,... and --lane LANE exclude each other"],
  ["report -1", "RUN -1: not a positive whole number"],
  ["report one", "RUN one: not a positive whole number"],
  ["report --format yml", "unknown value for --format: yml (nearest: "],
  ["run --lane night", "unknown value for --lane: night (available: nightly, every-run)"],
])("%s: %s", (line, words) => {
  const [name = "", ...argv] = line.split(" ");
  expect(mistake(commandNamed(name), argv).message.startsWith(words)).toBe(true);
});

test("series are named as operands or with --series, and it is the same", () => {
  const run = commandNamed("run");
  const named = parseCommandLine(run, ["a", "b", "--json"]);
  expect(named).toEqual(parseCommandLine(run, ["--series", "a,b", "--json"]));
  expect(named).toEqual(parseCommandLine(run, ["--json", "--series=a", "--series", "b"]));
  expect(named).toMatchObject({ series: ["a", "b"], json: true, quiet: false });
});

test("what follows -- is an operand, whatever it looks like", () => {
  const given = parseCommandLine(commandNamed("test"), ["--", "--reporter=dot", "-t"]);
  expect(given).toMatchObject({ names: ["--reporter=dot", "-t"] });
  expect(mistake(commandNamed("doctor"), ["--", "--json"]).message).toContain("not used: --json");
});

test.each([
  ["ruin", "unknown command ruin (nearest: run, "],
  ["rebse", "unknown command rebse (nearest: rebase, "],
  ["certifi", "unknown command certifi (nearest: certify, "],
  ["--json", "--json must come after the command"],
])("there is no command %s", (name, words) => {
  expect(() => commandNamed(name)).toThrow(words);
});

function mistake(command: Command, argv: readonly string[]): UserError {
  try {
    parseCommandLine(command, argv);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${command.name} ${argv.join(" ")} was taken`);
}

/** The shortest line that the command takes, but for what a test gives itself. */
function leastWords(command: Command, ...without: readonly string[]): string[] {
  const operands = Object.entries(command.operands).filter(
    ([key, one]) => one.required && !without.includes(key),
  );
  return [...operands.map(([, one]) => sample(one)), ...neededOptions(command, ...without)];
}

function neededOptions({ options }: Command, ...without: readonly string[]): string[] {
  return Object.entries(options).flatMap(([key, one]) =>
    one.takes !== "nothing" && one.required && !without.includes(key) ? wordsOf(key, one) : [],
  );
}

function neededKeys({ operands, options }: Command): string[] {
  const all = [...Object.entries(operands), ...Object.entries<Operand | Option>(options)];
  return all.flatMap(([key, one]) => (one.takes !== "nothing" && one.required ? [key] : []));
}

function wordsFor({ operands, options }: Command, key: string): string[] {
  const [operand, option] = [operands[key], options[key]];
  return option ? wordsOf(key, option) : operand ? [sample(operand)] : [];
}

function wordsOf(key: string, option: Option): string[] {
  return option.takes === "nothing" ? [longOption(key)] : [longOption(key), sample(option)];
}

/** A text that the value takes: its first choice, a number, or any word. */
function sample({ value }: Exclude<Operand | Option, { takes: "nothing" }>): string {
  return value.choices?.[0] ?? (["N", "RUN", "PULL"].includes(value.word) ? "7" : "x");
}
