// What changed since the version that was posted last, patch by patch, out of a range-diff of both on one base. Pure.

import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";

export type Before = { readonly version: number; readonly link?: string };

/** `Changes in v2:` with a line for each patch, as b4 heads it. `rangeDiff`: what git-range-diff(1) printed. */
export function changelog(version: number, before: Before, rangeDiff: readonly string[]): string {
  const items = rangeDiff.flatMap((line, at) => {
    const head = headOf(line);
    if (head) return [sentence(head, rangeDiff.slice(at + 1))];
    return /^(?:old|new) version: /.test(line) ? [line] : [];
  });
  const link = before.link === undefined ? [] : [`Link to v${before.version}: ${before.link}`];
  const lines = [...(items.length ? items : ["no patch changed"]), ...link];
  return [`Changes in v${version}:`, ...lines.map(item)].join("\n");
}

type Head = { readonly sign: string; readonly now: string; readonly subject: string };

/** `1:  0123abc ! 2:  4567def subject`: the pair of patches that follows, as their numbers say. */
function headOf(line: string): Head | undefined {
  const found = /^\s*(?:-|\d+):\s+\S+ ([=!<>])\s+(-|\d+):\s+\S+ (.*)$/.exec(line);
  const [, sign = "", now = "", subject = ""] = found ?? [];
  return found ? { sign, now, subject } : undefined;
}

function sentence({ sign, now, subject }: Head, behind: readonly string[]): string {
  const end = behind.findIndex((line) => headOf(line) !== undefined);
  switch (sign) {
    case "=":
      return `${now}: ${subject}: unchanged`;
    case "<":
      return `dropped: ${subject}`;
    case ">":
      return `${now}: ${subject}: new`;
    default: {
      const where = changedIn(end < 0 ? behind : behind.slice(0, end));
      return `${now}: ${subject}: changed in ${where.join(", ") || "its diff"}`;
    }
  }
}

/** The sections that have changed lines: `Commit message`, `Metadata`, or a file. */
function changedIn(lines: readonly string[]): string[] {
  const changed = new Set<string>();
  let section = "";
  for (const line of lines) {
    const hunk = /^ {4}@@ (.+)$/.exec(line)?.[1];
    const title = /^ {4}[ +-] ## (.+) ##/.exec(line)?.[1] ?? hunk?.replace(/^([^:]+): .*$/, "$1");
    if (title !== undefined) section = title;
    else if (/^ {4}[+-]/.test(line) && section) changed.add(section);
  }
  return [...changed].map((one) =>
    /^[A-Z]/.test(one) && !one.includes("/") ? one.toLowerCase() : one,
  );
}

function item(text: string): string {
  return wrapped(`- ${oneLine(text, 400)}`, "  ");
}
