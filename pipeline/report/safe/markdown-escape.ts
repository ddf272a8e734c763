// Hostile text -> Markdown that GitHub shows as just that text: no markup, HTML, link, mention, reference or order.
// An entity is never syntax, so entities stand for what a table cell or a later filter could take up again.

import { oneLine, visibleText } from "./visible-text.ts";
import { withoutCommands } from "./workflow-commands.ts";

const zeroWidth = "&#8203;";

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["|", "&#124;"],
  ["\\", "&#92;"],
  ["`", "&#96;"],
  ["$", "&#36;"],
  // Mentions, mail addresses and references are looked for after entities are resolved.
  ["@", `&#64;${zeroWidth}`],
  ["#", `&#35;${zeroWidth}`],
]);

/** One line of plain text, also within a table's cell. */
export function plain(text: string, max = 300): string {
  return (
    oneLine(text, max)
      .replace(
        /[&<>|\\`$@#*_[\]~!{}]/gu,
        (character) => entities.get(character) ?? `\\${character}`,
      )
      // Bare links, emoji names, orders.
      .replace(/:(?=[:/])/gu, `:${zeroWidth}`)
      .replace(/\b(GH-|www)(?=[\d.])/giu, `$1${zeroWidth}`)
      // At the start of a line these would begin a list or a rule.
      .replace(/^([-+=]|\d+(?=[.)](?:\s|$)))/u, `${zeroWidth}$1`)
  );
}

/** A name or digest as code where it is harmless there, as plain text where not. */
export function code(text: string): string {
  return /^[\w.+/=-]{1,200}$/u.test(text) ? `\`${text}\`` : plain(text);
}

/** Lines as they are, in a fence longer than any run of back-ticks in them. */
export function fenced(lines: readonly string[], max = 400): string {
  const shown = lines.flatMap((line) => line.split("\n")).map((line) => fencedLine(line, max));
  const runs = shown.join("\n").match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [`${fence}text`, ...shown, fence].join("\n");
}

function fencedLine(line: string, max: number): string {
  const shown = visibleText(line.length > max ? `${line.slice(0, max)} \u2026` : line);
  return withoutCommands(shown);
}

/** One row of a table; the cells are Markdown already. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The head of a table and the rule below it. */
export function tableHead(names: readonly string[]): string {
  return `${tableRow(names)}\n${tableRow(names.map(() => "---"))}`;
}
