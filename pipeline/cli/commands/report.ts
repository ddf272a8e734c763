// ./twinboot report [RUN] --format X: any old run, rendered again.

import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { Store } from "../../engine/store.ts";
import { historyOf } from "../../report/history.ts";
import { renderJson } from "../../report/json.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import type { Options } from "../arguments.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";
import { writeSite } from "../write-site.ts";

/** Formats of one file, to standard output. */
const texts: ReadonlyMap<string, (run: RunRecord) => string> = new Map([
  ["md", renderMarkdown],
  ["json", renderJson],
]);

export async function reportCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const { format = "md" } = options;
  const runs = new Runs(storeDir());
  const run = await runs.read(numberOf(operands[0]));
  if (format === "html") {
    const dir = outputOf(options);
    writeSite(new Store(storeDir()), run, await historyOf(runs.history(run)), dir);
    return 0;
  }
  const render = texts.get(format);
  if (!render)
    throw new UserError(`--format ${format}: there is no such format`, `use html, ${[...texts.keys()].join(", ")}`);
  process.stdout.write(render(run));
  return 0;
}

function outputOf({ output, format }: Options): string {
  if (output) return output;
  throw new UserError(`--format ${format}: these are many files`, `./twinboot report --format ${format} --output DIR`);
}

function numberOf(operand: string | undefined): number | undefined {
  if (operand === undefined) return undefined;
  if (/^\d+$/.test(operand)) return Number(operand);
  throw new UserError(`"${operand}" is no run's number`, "./twinboot report 12");
}
