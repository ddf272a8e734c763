// ./twinboot report [RUN] --format X: any old run, rendered again. One file goes to standard output, many to --output DIR.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { Store } from "../../engine/store.ts";
import { type History, historyOf } from "../../report/facts/history.ts";
import { inTotoStatements } from "../../report/formats/in-toto.ts";
import { renderJson } from "../../report/formats/json.ts";
import { renderJunit } from "../../report/formats/junit.ts";
import { renderKcidb } from "../../report/formats/kcidb.ts";
import { renderKtap } from "../../report/formats/ktap.ts";
import { renderMail } from "../../report/text/mail.ts";
import { renderMarkdown } from "../../report/markdown/markdown.ts";
import { renderSpdx } from "../../report/formats/spdx.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";
import { writeSite } from "../write-site.ts";

type TextFormat = (run: RunRecord, history: History) => string;
type FolderFormat = (run: RunRecord, history: History, dir: string) => void;

const texts: ReadonlyMap<string, TextFormat> = new Map<string, TextFormat>([
  ["json", renderJson],
  ["junit", renderJunit],
  ["kcidb", renderKcidb],
  ["ktap", renderKtap],
  ["mail", renderMail],
  ["md", (run) => renderMarkdown(run)],
  ["spdx", renderSpdx],
]);

const folders: ReadonlyMap<string, FolderFormat> = new Map<string, FolderFormat>([
  ["html", (run, history, dir) => writeSite(new Store(storeDir()), run, history, dir)],
  ["in-toto", writeStatements],
]);

export function reportFormats(): string[] {
  return [...texts.keys(), ...folders.keys()];
}

type Given = { readonly run?: number; readonly format?: string; readonly output?: string };

export async function reportCommand({
  run: number,
  format = "md",
  output,
}: Given): Promise<number> {
  const [text, folder] = [texts.get(format), folders.get(format)];
  if (!text && !folder)
    throw unknownName("format", format, reportFormats(), "./twinboot help report");
  if (folder && !output)
    throw new UserError(
      `--format ${format} is a folder: report needs --output DIR`,
      `./twinboot report --format ${format} --output DIR`,
    );
  if (text && output)
    throw new UserError(
      `--format ${format} goes to standard output: --output is for ${[...folders.keys()].join(" and ")}`,
      `./twinboot report --format ${format} > FILE`,
    );
  const runs = new Runs(storeDir());
  const run = await runs.read(number);
  const history = await historyOf(runs.history(run));
  if (folder && output) folder(run, history, output);
  if (text) process.stdout.write(text(run, history));
  return 0;
}

function writeStatements(run: RunRecord, _: History, dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, content] of inTotoStatements(run)) writeFileSync(join(dir, name), content);
}
