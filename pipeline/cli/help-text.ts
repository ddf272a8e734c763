// What `./twinboot help` and `./twinboot help COMMAND` print, made from the commands' own words.

import type { Command, Group } from "./usage/command.ts";
import { wrapped } from "./wrapped.ts";
import { meaning, operandWord, optionWords, synopsis } from "./usage/words.ts";

export const groups: Readonly<Record<Group, string>> = {
  work: "Build, boot, measure",
  series: "Series of patches",
  results: "Results",
  machine: "This machine",
};

/** Of every command, and of nothing else. */
export const exitStatus: readonly (readonly [number, string])[] = [
  [0, "all passed"],
  [1, "findings"],
  [2, "wrong usage or an invalid description"],
  [3, "the machine, the network or a tool failed"],
  [70, "internal error"],
  [130, "interrupted"],
];

export const storeWords = "Products are kept in ~/.cache/twinboot, or in TWINBOOT_STORE.";

/** What commands read of the environment, beside what belongs to GitHub. */
export const environment: readonly (readonly [name: string, words: string])[] = [
  ["TWINBOOT_STORE", storeWords],
  [
    "TWINBOOT_REMOTE",
    "The registry that machines share results through, as oci://registry/repository, instead of that of twinboot.yaml; none where it is empty.",
  ],
  ["TWINBOOT_REMOTE_USER", "The user at that registry."],
  ["TWINBOOT_REMOTE_PASSWORD", "The password or token of that user."],
  ["TWINBOOT_STORE_KEY", "The Ed25519 key, in PEM, that signs what run pushes to the registry."],
];

export function overviewText(commands: readonly Command[]): string {
  const lists = Object.entries(groups).map(([group, title]) => {
    const rows = commands
      .filter((one) => one.group === group)
      .map(({ name, summary }) => [name, summary] as const);
    return `${title}\n${table(rows, 17)}`;
  });
  return `usage: ./twinboot COMMAND [OPERAND]... [OPTION]...

${lists.join("\n")}
./twinboot help COMMAND explains one of them; --version prints the version.
A list is given as a,b or by repeating its option; all takes everything.

Exit status
${table(
  exitStatus.map(([code, words]) => [String(code), words] as const),
  7,
)}
${storeWords}
`;
}

export function commandText(command: Command): string {
  const { name, summary, about, operands, options, examples } = command;
  const rows = [
    ...Object.values(operands).map((one) => [operandWord(one), meaning(one)] as const),
    ...Object.entries(options).map(([key, one]) => [optionWords(key, one), meaning(one)] as const),
    ["--help", "print this"] as const,
  ];
  const parts = [
    `usage: ${synopsis(command)}\n`,
    `${wrapped(`${name}: ${summary}.`)}\n`,
    ...about.map((paragraph) => `${wrapped(paragraph)}\n`),
    table(rows, 26),
    `Examples\n${examples.map(([line, why]) => `  ./twinboot ${line}\n      ${why}\n`).join("")}`,
  ];
  return parts.join("\n");
}

function table(rows: readonly (readonly [string, string])[], width: number): string {
  return rows.map(([left, right]) => row(left, right, width)).join("");
}

/** What is too long for the left column has a line of its own. */
function row(left: string, right: string, width: number): string {
  const indent = " ".repeat(width);
  const text = wrapped(right, indent).trimStart();
  const start = `  ${left}`;
  return start.length < width - 1
    ? `${start.padEnd(width)}${text}\n`
    : `${start}\n${indent}${text}\n`;
}
