// What is different from the last time each cell was judged, and what moved meanwhile.

import type { CellChange, ChangeKind } from "../facts/changes.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { type Links, verdictBadge } from "./matrix.ts";
import { pluralize } from "../../model/pluralize.ts";

const titles: Readonly<Record<ChangeKind, string>> = {
  regressed: "Regressed",
  new: "New, and not passing",
  changed: "Changed",
  fixed: "Fixed",
};

/** `runs`: how many older runs there are to compare with. */
export function changesView(changes: readonly CellChange[], runs: number, links: Links): Html {
  if (!runs) return markup`<p>This is the first run: there is nothing to compare it with.</p>`;
  if (!changes.length)
    return markup`<p>Nothing: every cell has the verdict that it had when it was last judged (${pluralize(runs, "older run")}).</p>`;
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  return markup`${kinds.map((kind) => {
    const own = changes.filter((change) => change.kind === kind);
    return markup`<h3>${titles[kind]} <small>${pluralize(own.length, "cell")}</small></h3>
<ul class="changes">${own.map((change) => changeItem(change, links))}</ul>`;
  })}`;
}

function changeItem({ cell, before, problems, moved }: CellChange, links: Links): Html {
  const { head, series, platform, verdict } = cell;
  const from = before && markup`${verdictBadge(before.verdict)} in run ${before.run}, now `;
  const other =
    problems && markup` by another problem: ${problems.now} (it was: ${problems.before})`;
  const why = moved.map((one) => markup`<li>${one}</li>`);
  return markup`<li><a href="${links.get(cell)}">${head} ${series} ${platform}</a>: ${from}${verdictBadge(verdict)}${other}${why.length > 0 && markup`<ul>${why}</ul>`}</li>`;
}
