// One YAML file -> a checked description. Every mistake names file and key.

import { readFileSync, type Stats, statSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { UserError } from "../../model/errors.ts";

/** Reads a file below the checkout. Throws UserError: `file:line: key: what is wrong`. */
export function readYaml<S extends z.ZodType>(path: string, shown: string, schema: S): z.infer<S> {
  const checked = parsed(readText(path, shown), shown, schema);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw new UserError(
    `${shown}: ${wordsOf(issue && nearest(issue))}`,
    `correct ${shown}; docs/descriptions.md explains its keys`,
  );
}

/** Also throws UserError for YAML that is nested too deeply, or that expands its aliases too often. */
function parsed<S extends z.ZodType>(text: string, shown: string, schema: S) {
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
    const broken = document.errors[0];
    if (!broken) return schema.safeParse(document.toJS());
    throw new UserError(`${shown}: ${broken.message.split("\n")[0]}`, `correct ${shown}`);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const why = (cause as Error).message.split("\n")[0];
    throw new UserError(`${shown}: cannot be read: ${why}`, `correct ${shown}`, { cause });
  }
}

/** No description is larger. */
const mostBytes = 64 * 2 ** 20;

/** Reads a text file that a description names: a regular one, or a link to one. */
export function readText(
  path: string,
  shown: string,
  encoding: "utf8" | "latin1" = "utf8",
): string {
  let found: Stats;
  try {
    found = statSync(path);
    if (found.isFile() && found.size <= mostBytes) return readFileSync(path, encoding);
  } catch (cause) {
    const absent = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new UserError(
      `${shown}: ${absent ? "no such file" : (cause as Error).message}`,
      `create ${shown}, or remove the reference to it`,
      { cause },
    );
  }
  const wrong = found.isFile() ? `is too large: ${found.size} bytes` : "is not a regular file";
  throw new UserError(`${shown}: ${wrong}`, `replace ${shown} with a regular text file`);
}

/** Of a value that may be one of several things: what is wrong with the one that it resembles most. */
function nearest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== "invalid_union") return issue;
  const [first] = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return first ? nearest({ ...first, path: [...issue.path, ...first.path] }) : issue;
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return "it is not valid";
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys.map((name) => (key ? `${key}.${name}` : name)).join(", ");
    return `unknown key ${unknown}`;
  }
  return `${key || "the file"}: ${issue.message}`;
}
