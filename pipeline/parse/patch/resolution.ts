// A kept resolution as text: a header, why, and for each hunk that was in the way its key and what stands there now.

import type { Hunk } from "./patched-file.ts";
import { plainHeader } from "./diff-header.ts";
import { readBody } from "./diff-hunks.ts";
import { pathBytes } from "./path-bytes.ts";
import { DiffProblem } from "./diff-problem.ts";

/** What stands instead of hunks of one file that conflicted. */
export type Answer = {
  readonly path: string;
  /** One for each hunk of the patch that it answers (rebase/resolution-key.ts). */
  readonly keys: readonly string[];
  /** Against the head's file with the hunks on it that apply; their old lines cover what was in the way. */
  readonly hunks: readonly Hunk[];
};

export type Resolution = {
  /** File name of the patch. */
  readonly patch: string;
  /** The head it was made for: its name, where it stood, and the commit that the patch was put on. */
  readonly head: string;
  readonly pin: string;
  readonly commit: string;
  /** `Name <address>` */
  readonly author: string;
  /** ISO 8601 days. */
  readonly date: string;
  readonly expires?: string;
  readonly why: string;
  readonly answers: readonly Answer[];
};

/** What is wrong with a text that is none, and in which line, counted from 1. */
export type Malformed = { readonly line: number; readonly wrong: string };

const fields = ["Patch", "Head", "Pin", "Commit", "Author", "Date", "Expires"] as const;
type Field = (typeof fields)[number];

/** `text`: bytes, one character each. */
export function parseResolution(text: string): Resolution | Malformed {
  const lines: string[] = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const end = lines.indexOf("\n");
  const header = parseHeader(lines.slice(0, end === -1 ? lines.length : end));
  if ("wrong" in header) return header;
  const first = lines.findIndex((line, at) => at > end && line.startsWith("Key: "));
  if (end === -1 || first === -1) return { line: lines.length, wrong: "no `Key:` line" };
  const answers = parseAnswers(lines, first);
  if ("wrong" in answers) return answers;
  const why = utf8(lines.slice(end + 1, first).join("")).trim();
  return { ...header, why, answers };
}

/** The inverse; gives bytes, one character each. */
export function formatResolution(resolution: Resolution): string {
  const { patch, head, pin, commit, author, date, expires, why, answers } = resolution;
  // prettier-ignore
  const values = { Patch: patch, Head: head, Pin: pin, Commit: commit, Author: author, Date: date, Expires: expires };
  const header = fields.flatMap((name) => (values[name] ? [`${name}: ${values[name]}\n`] : []));
  const words = why ? `${why}\n\n` : "";
  return latin1(`${header.join("")}\n${words}`) + answers.map(formatAnswer).join("");
}

function parseHeader(lines: readonly string[]): Omit<Resolution, "answers" | "why"> | Malformed {
  const found = new Map<Field, string>();
  for (const [at, line] of lines.entries()) {
    const [, key = "", value = ""] = /^([A-Z][a-z]+): (.*)\n?$/.exec(utf8(line)) ?? [];
    const name = fields.find((field) => field === key);
    if (!name) return { line: at + 1, wrong: `not one of ${fields.join(", ")}` };
    const wrong = found.has(name) ? "it is there twice" : mistakeIn(name, value);
    if (wrong) return { line: at + 1, wrong: `${name}: ${wrong}` };
    found.set(name, value);
  }
  const lacking = fields.find((name) => name !== "Expires" && !found.has(name));
  if (lacking) return { line: lines.length + 1, wrong: `no \`${lacking}:\` line` };
  const of = (name: Field): string => found.get(name) ?? "";
  return {
    patch: of("Patch"),
    head: of("Head"),
    pin: of("Pin"),
    commit: of("Commit"),
    author: of("Author"),
    date: of("Date"),
    ...(found.has("Expires") ? { expires: of("Expires") } : {}),
  };
}

function mistakeIn(name: Field, value: string): string | undefined {
  if (!value.trim()) return "it is empty";
  if ((name === "Date" || name === "Expires") && !isDay(value)) return "not a day like 2026-01-31";
  if (name === "Commit" && !/^[0-9a-f]{40}$/.test(value)) return "not a whole commit id";
  if (name === "Author" && !/^[^<>]+ <[^<>\s]+>$/.test(value)) return "not `Name <address>`";
}

export function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

function parseAnswers(lines: readonly string[], from: number): Answer[] | Malformed {
  const answers: Answer[] = [];
  for (let at = from; at < lines.length;) {
    const start = at;
    const keys: string[] = [];
    for (; lines[at]?.startsWith("Key: "); at += 1) {
      const key = lines[at]?.slice("Key: ".length).trim() ?? "";
      if (!/^[0-9a-f]{64}$/.test(key)) return { line: at + 1, wrong: "not a SHA-256 in hex" };
      keys.push(key);
    }
    let end = at;
    while (end < lines.length && !lines[end]?.startsWith("Key: ")) end += 1;
    const answer = parseAnswer(lines.slice(at, end), keys);
    if (!answer) return { line: start + keys.length + 1, wrong: "no whole diff of one file" };
    answers.push(answer);
    at = end;
  }
  return answers;
}

function parseAnswer(lines: readonly string[], keys: readonly string[]): Answer | undefined {
  try {
    const { hunks, end } = readBody(lines, 2);
    const { before, after } = plainHeader(lines.slice(0, 2), { at: 0, strip: 1, hunks });
    const rest = lines.slice(end).join("").trim();
    const [old, fresh] = lines.map((line) => line.slice("--- a/".length));
    if (before === undefined || before !== after || old !== fresh) return undefined;
    if (!hunks.length || rest) return undefined;
    return { path: before, keys, hunks };
  } catch (error) {
    if (error instanceof DiffProblem) return undefined;
    throw error;
  }
}

function formatAnswer({ path, keys, hunks }: Answer): string {
  const named = keys.map((key) => `Key: ${key}\n`).join("");
  const body = hunks.map(({ header, lines }) => `${header}\n${lines.map(inDiff).join("")}`);
  return `${named}--- a/${pathBytes(path)}\n+++ b/${pathBytes(path)}\n${body.join("")}`;
}

function inDiff(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`;
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString();
}

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}
