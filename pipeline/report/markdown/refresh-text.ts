// The pull request of a series that needs a refresh, in words.

import type { RunRecord, RunSeries } from "../../model/record/run-record.ts";
import { fenced, plain, tableHead, tableRow } from "../safe/markdown-escape.ts";
import { patchMatrices } from "../facts/patch-matrix.ts";
import { patchWord } from "../facts/patch-words.ts";

const maxRangeDiff = 400;

export type RefreshText = {
  readonly title: string;
  readonly body: string;
  readonly message: string;
};

/** Nothing in it names the run: the next one, with the same patches, must say the same. Pure. */
export function refreshText(
  run: RunRecord,
  { name, patches }: RunSeries,
  { pin, rangeDiff }: { pin: string; rangeDiff: readonly string[] },
): RefreshText {
  const title = `patches/${name}: refresh onto ${pin}`;
  const changed = patches
    .filter(({ result }) => result !== "clean")
    .map((patch) => `${patch.patch}: ${patchWord(patch)}`);
  const matrix = patchMatrices(run).find(({ series }) => series === name);
  const rows = (matrix?.rows ?? []).map(({ subject, patch, results }) =>
    tableRow([
      plain(subject || patch),
      ...results.map((one) => (one ? plain(patchWord(one)) : "not tried")),
    ]),
  );
  const heads = (matrix?.heads ?? []).map((one) => plain(one));
  const more = rangeDiff.length - maxRangeDiff;
  return {
    title,
    message: `${title}\n\n${changed.join("\n")}\n`,
    body: [
      `${plain(name)} no longer applies to ${plain(pin)} as it is written. These are its patches as rebased; messages are as they were.`,
      [tableHead(["patch", ...heads]), ...rows].join("\n"),
      "Range-diff against the patches as written:",
      fenced([
        ...rangeDiff.slice(0, maxRangeDiff),
        ...(more > 0 ? [`and ${more} lines more`] : []),
      ]),
      "This branch is rewritten when the patches change, and closed once they apply as written.",
    ].join("\n\n"),
  };
}
