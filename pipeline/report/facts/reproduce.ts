// The command that does a cell again. Names come from a run, so none of them may be more than a word to a shell.

import type { RunCell } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { oneLine } from "../safe/visible-text.ts";

/** `./twinboot run --head sid --series NAME --flavour guest --platform bare-q35 --fresh`; the unpatched kernel comes with any. */
export function reproduceCommand({ head, series, flavour, platform }: RunCell): string {
  const filters = { head, ...(series === baseRow ? {} : { series }), flavour, platform };
  const words = Object.entries(filters).map(([name, value]) => `--${name} ${shellWord(value)}`);
  return `./twinboot run ${words.join(" ")} --fresh`;
}

function shellWord(text: string): string {
  const shown = oneLine(text, 200);
  return /^[\w.:/+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
