// The reference, the manual page and the help say what the commands say.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formats } from "../exchange/export/export-series.ts";
import { categories } from "../report/cost/compare.ts";
import { commands } from "./commands.ts";
import { reportFormats } from "./commands/report.ts";
import { bashCompletion } from "./completion-bash.ts";
import { zshCompletion } from "./completion-zsh.ts";
import { documents } from "./documents.ts";
import { commandText, overviewText } from "./help-text.ts";
import { checkout } from "../work/session.ts";
import { compare } from "./usage/compare.ts";
import { exportSeries } from "./usage/export.ts";
import { report } from "./usage/report.ts";
import { longOption } from "./usage/words.ts";

test.each([...documents(commands)])("%s is what `npm run commands` writes", (path, text) => {
  expect(readFileSync(join(checkout, path), "utf8")).toBe(text);
});

test.each([...documents(commands).values(), overviewText(commands)])(
  "every command is in it",
  (text) => {
    for (const { name } of commands) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
  },
);

test.each(commands.map((command) => [command.name, command] as const))(
  "the help of %s has every option, and no line of it is longer than a terminal",
  (_, command) => {
    const text = commandText(command);
    for (const key of Object.keys(command.options)) expect(text).toContain(`  ${longOption(key)}`);
    for (const line of text.split("\n").filter((one) => !one.startsWith("usage: ")))
      expect(line.length).toBeLessThanOrEqual(80);
  },
);

test.each([bashCompletion(commands), zshCompletion(commands)])(
  "a completion script has every command with its options on one line",
  (script) => {
    for (const { name, options } of commands) {
      const line = script.split("\n").find((one) => one.trim().startsWith(`${name}) `)) ?? "";
      for (const key of [...Object.keys(options), "help"])
        expect(line).toMatch(new RegExp(`${longOption(key)}[:=\\[ ']`));
    }
  },
);

test.each(
  commands.flatMap(({ name, examples }) => examples.map(([line]) => [name, line] as const)),
)("an example of %s is of %s", (name, line) => {
  expect(line.split(" ")[0]).toBe(name);
});

test.each([
  ["export", exportSeries, "format", [...formats.keys()]],
  ["report", report, "format", reportFormats()],
  ["compare", compare, "only", [...categories]],
] as const)("%s names all that its code knows", (_, command, key, known) => {
  const option = command.options[key];
  if (!option || option.takes === "nothing") throw new Error(`${key} takes no value`);
  expect(new Set(option.value.choices)).toEqual(new Set(known));
});
