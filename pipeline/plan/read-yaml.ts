// One YAML file -> a checked description. Every mistake names file and key.

import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { UserError } from "../model/errors.ts";

/** Reads a file below the checkout. Throws UserError: `file:line: key: what is wrong`. */
export function readYaml<S extends z.ZodType>(path: string, shown: string, schema: S): z.infer<S> {
  const lines = new LineCounter();
  const document = parseDocument(readText(path, shown), { lineCounter: lines, prettyErrors: true });
  const broken = document.errors[0];
  if (broken) throw new UserError(`${shown}: ${broken.message.split("\n")[0]}`, `correct ${shown}`);
  const checked = schema.safeParse(document.toJS());
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw new UserError(
    `${shown}: ${wordsOf(issue)}`,
    `correct ${shown}; ARCHITECTURE.md explains its keys`,
  );
}

/** Reads a text file that a description names. */
export function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UserError(`${shown}: there is no such file`, `make ${shown}, or stop naming it`, {
      cause,
    });
  }
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return "it is not what it should be";
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys.map((name) => (key ? `${key}.${name}` : name)).join(", ");
    return `unknown key ${unknown}`;
  }
  return `${key || "the file"}: ${issue.message}`;
}
