// ./twinboot report [RUN] --format X: any old run, rendered again. One file goes to standard output, many to --output DIR.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { Store } from "../../engine/store.ts";
import { type History, historyOf } from "../../report/history.ts";
import { inTotoStatements } from "../../report/in-toto.ts";
import { renderJson } from "../../report/json.ts";
import { renderJunit } from "../../report/junit.ts";
import { renderKcidb } from "../../report/kcidb.ts";
import { renderKtap } from "../../report/ktap.ts";
import { renderMail } from "../../report/mail.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { renderSpdx } from "../../report/spdx.ts";
import type { Options } from "../arguments.ts";
import { runNumber } from "../run-number.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";
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

export async function reportCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const { format = "md", output } = options;
  const [text, folder] = [texts.get(format), folders.get(format)];
  if (!text && !folder)
    throw new UserError(
      `--format ${format}: there is no such format`,
      `use ${[...texts.keys(), ...folders.keys()].toSorted().join(", ")}`,
    );
  if (folder && !output)
    throw new UserError(
      `--format ${format}: these are many files`,
      `./twinboot report --format ${format} --output DIR`,
    );
  const runs = new Runs(storeDir());
  const run = await runs.read(runNumber(operands[0]));
  const history = await historyOf(runs.history(run));
  if (folder && output) folder(run, history, output);
  if (text) process.stdout.write(text(run, history));
  return 0;
}

function writeStatements(run: RunRecord, _: History, dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, content] of inTotoStatements(run)) writeFileSync(join(dir, name), content);
}
