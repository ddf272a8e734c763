// The commands -> docs/commands.md.

import { exitStatus, groups, storeWords } from "./help-text.ts";
import type { Command } from "./usage/command.ts";
import { capitalized, meaning, operandWord, optionWords, synopsis } from "./usage/words.ts";

export function reference(commands: readonly Command[]): string {
  const sections = Object.entries(groups).map(([group, title]) => {
    const own = commands.filter((one) => one.group === group);
    return `## ${title}\n\n${own.map((one) => section(one)).join("\n")}`;
  });
  const index = commands.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`);
  return `# Commands

<!-- Made from the commands by: npm run commands -->

| command | |
|---|---|
${index.join("\n")}

A list is given as \`a,b\` or by repeating its option; \`all\` takes everything. \`COMMAND --help\` prints the same
text, and [\`twinboot.1\`](twinboot.1) is the manual page (\`man -l docs/twinboot.1\`). ${storeWords}

| exit status | |
|---|---|
${exitStatus.map(([code, words]) => `| ${code} | ${words} |`).join("\n")}

${sections.join("\n")}`;
}

function section(command: Command): string {
  const { name, summary, about, operands, options, examples } = command;
  const rows = [
    ...Object.values(operands).map((one) => [operandWord(one), meaning(one)] as const),
    ...Object.entries(options).map(([key, one]) => [optionWords(key, one), meaning(one)] as const),
  ];
  const table = rows.map(([word, says]) => `| \`${word}\` | ${inCell(says)} |`);
  const lines = examples.map(([line, why]) => `./twinboot ${line}\n    # ${why}`);
  return `### ${name}

\`${synopsis(command)}\`

${capitalized(summary)}. ${about.map((paragraph) => paragraph.replaceAll("<", "\\<")).join("\n\n")}

${table.length ? `| | |\n|---|---|\n${table.join("\n")}\n\n` : ""}\`\`\`
${lines.join("\n")}
\`\`\`
`;
}

function inCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "\\<");
}
