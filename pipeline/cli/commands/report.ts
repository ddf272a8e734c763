// ./twinboot report [RUN] --format html|md|json: any old run, rendered again.

import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { Store } from "../../engine/store.ts";
import { renderHtml } from "../../report/html.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import type { Options } from "../arguments.ts";
import { runNumber } from "../run-number.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";
import { consolesOf } from "../write-reports.ts";

type Renderer = (run: RunRecord) => string | Promise<string>;

const renderers: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ["md", renderMarkdown],
  ["json", (run) => `${JSON.stringify(run, undefined, 2)}\n`],
  ["html", async (run) => renderHtml(run, await consolesOf(new Store(storeDir()), run))],
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
  const run = await new Runs(storeDir()).read(runNumber(operands[0], "report"));
  process.stdout.write(await render(run));
  return 0;
}
