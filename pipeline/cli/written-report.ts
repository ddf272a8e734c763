// A folder of written reports against what rendering gives: every page, and no page that is none of this run's.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { checked, readPlain } from "../engine/sealed-json.ts";
import type { Store } from "../engine/store.ts";
import { isSystemError } from "../model/errors.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import type { History } from "../report/facts/history.ts";
import { renderJson } from "../report/formats/json.ts";
import { siteFiles, sitePages } from "../report/html/site.ts";
import { renderMarkdown } from "../report/markdown/markdown.ts";
import { consoleTextIn, fixedFiles, hasCertificates } from "./write-site.ts";

const largestPage = 256 * 2 ** 20;

export type Rendered = {
  readonly run: RunRecord;
  readonly history: History;
  readonly store: Pick<Store, "path">;
};

/** `pages`: of a folder that `report --format html` wrote, which has no run.json and no report.md. */
export type Kind = "whole" | "pages";

/** The number in a folder's run.json, why that cannot be read, or undefined where there is none. */
export async function runIn(dir: string): Promise<number | string | undefined> {
  const path = join(dir, "run.json");
  const { value: bytes, wrong: unread } = await readPlain(path, largestPage);
  if (!bytes) return unread === undefined ? undefined : `${path} ${unread}`;
  const { value, wrong } = checked(bytes.toString(), z.object({ run: z.number() }));
  return value ? value.run : `${path} ${wrong}`;
}

/** Sentences; none where every file is the same to the byte. */
export async function reportComplaints(
  dir: string,
  kind: Kind,
  rendered: Rendered,
): Promise<string[]> {
  const there = await filesIn(dir);
  const known = new Set<string>();
  const complaints: string[] = [];
  for await (const { path, content } of filesOf(rendered, hasCertificates(dir))) {
    known.add(path);
    if (kind === "pages" && documents.has(path) && !there.includes(path)) continue;
    const text = await writtenText(join(dir, path));
    if (text !== content) complaints.push(`${join(dir, path)}: is not what rendering gives`);
  }
  const foreign = there.filter(
    (path) => path.endsWith(".html") && !known.has(path) && !ofCertificate.test(path),
  );
  return [...complaints, ...foreign.map((path) => `${join(dir, path)}: is no page of this run`)];
}

const documents: ReadonlySet<string> = new Set(["run.json", "report.md"]);

/** They are verified by themselves: verify-report --certificate. */
const ofCertificate = /^certificates\/(?:index|[\w.+~-]+\/bulletin)\.html$/;

async function* filesOf({ run, history, store }: Rendered, certificates: boolean) {
  yield { path: "run.json", content: renderJson(run) };
  yield { path: "report.md", content: renderMarkdown(run) };
  for (const path of siteFiles)
    yield { path, content: await readFile(join(fixedFiles, path), "utf8") };
  yield* sitePages({ run, history, consoleText: consoleTextIn(store), certificates });
}

/** As paths below it; nothing of a folder that is not there. */
async function filesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir, { recursive: true });
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** Undefined where it is not there; what cannot be read is no text that rendering gives. */
async function writtenText(path: string): Promise<string | undefined> {
  const { value, wrong } = await readPlain(path, largestPage);
  return wrong === undefined ? value?.toString() : "";
}
