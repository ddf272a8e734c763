// ./twinboot report [RUN] --format html|md|json: any old run, rendered again.

import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { Store } from "../../engine/store.ts";
import { renderHtml } from "../../report/html.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import type { Options } from "../arguments.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";
import { consolesOf, nights } from "../write-reports.ts";

type Renderer = (run: RunRecord) => string | Promise<string>;

const renderers: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ["md", renderMarkdown],
  ["json", (run) => `${JSON.stringify(run, undefined, 2)}\n`],
  ["html", htmlOf],
]);

export async function reportCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const { format = "md" } = options;
  const render = renderers.get(format);
  if (!render)
    throw new UserError(
      `--format ${format}: not there yet`,
      `use ${[...renderers.keys()].join(", ")}`,
    );
  const run = await new Runs(storeDir()).read(numberOf(operands[0]));
  process.stdout.write(await render(run));
  return 0;
}

async function htmlOf(run: RunRecord): Promise<string> {
  const [store, runs] = [new Store(storeDir()), new Runs(storeDir())];
  return renderHtml(run, await consolesOf(store, run), await runs.newest(nights));
}

function numberOf(operand: string | undefined): number | undefined {
  if (operand === undefined) return undefined;
  if (/^\d+$/.test(operand)) return Number(operand);
  throw new UserError(`"${operand}" is no run's number`, "./twinboot report 12");
}
