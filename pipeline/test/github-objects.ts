// Pieces of GitHub's answers.

import { createHash } from "node:crypto";

export const url = "https://api.github.com/x";
export const emptyOutput = {
  title: null,
  summary: null,
  text: null,
  annotations_count: 0,
  annotations_url: url,
};

export function over(one: unknown, model: unknown): object {
  return { ...(model as object), ...(one as object) };
}

/** The name that git gives to these bytes. */
export function sha(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export const entry = (path: string, sha1: string) => ({
  path,
  mode: "100644",
  type: "blob",
  sha: sha1,
  url,
});
