// Tags: who wrote, found, tested and reviewed a patch, in the order of the tip tree.

import { tagRank } from "../model/patches/tag-order.ts";
import { pluralize } from "../model/pluralize.ts";
import { type PatchRule, resultIn } from "./rule.ts";
import { isTag, labelOf, type PostedPatch, type PostedSeries, type Tag } from "./posted-series.ts";

export const tags: PatchRule<PostedSeries> = {
  check: "tags",
  rule: "The author signs off; tags stand in the order of the tip tree, below the change log.",
  source:
    'Documentation/process/maintainer-tip.rst, "Ordering of commit tags"; submitting-patches.rst, "Sign your work"',
  see: (series) =>
    resultIn(
      series.patches.flatMap((patch) =>
        faultsOf(patch).map((fault) => `${labelOf(patch, series)}: ${fault}`),
      ),
      pluralize(
        series.patches.reduce((sum, patch) => sum + patch.tags.length, 0),
        "tag",
      ),
    ),
};

function faultsOf(patch: PostedPatch): string[] {
  return [
    ...misplaced(patch),
    ...outOfOrder(patch.tags),
    ...unsigned(patch),
    ...unpaired(patch),
    ...twice(patch.tags),
  ];
}

/** Programs do not find tags inside the change log. */
function misplaced({ prose }: PostedPatch): string[] {
  const lines = prose.filter((line) => isTag(/^([A-Z][A-Za-z-]*): \S/.exec(line)?.[1] ?? ""));
  return lines.map((line) => `a tag outside the last paragraph: ${line}`);
}

/** Tags that the tip tree does not speak of (Assisted-by:, Debugged-by:) may stand anywhere. */
function outOfOrder(all: readonly Tag[]): string[] {
  const known = all.filter(({ name }) => tagRank(name) >= 0);
  return known.flatMap(({ name }, at) => {
    const before = known[at - 1];
    if (!before || tagRank(before.name) <= tagRank(name)) return [];
    return [`${name}: stands behind ${before.name}:, and belongs before it`];
  });
}

/** The first Signed-off-by: after the last pair is the author's. */
function unsigned({ tags: all, author }: PostedPatch): string[] {
  const signed = all.filter(({ name }) => name === "Signed-off-by");
  if (!signed.length) return ["there is no Signed-off-by:"];
  const last = all.findLastIndex(({ name }) => name === "Co-developed-by");
  const own = all.slice(last < 0 ? 0 : last + 2).find(({ name }) => name === "Signed-off-by");
  if (own?.value === author) return [];
  return [`the author is ${author}, and ${own?.value ?? "nobody"} signs off as such`];
}

function unpaired({ tags: all, author }: PostedPatch): string[] {
  return all.flatMap(({ name, value }, at) => {
    if (name !== "Co-developed-by") return [];
    if (value === author) return [`the author is not a co-author: ${value}`];
    const next = all[at + 1];
    const paired = next?.name === "Signed-off-by" && next.value === value;
    return paired ? [] : [`no Signed-off-by: follows Co-developed-by: ${value}`];
  });
}

function twice(all: readonly Tag[]): string[] {
  const lines = all.map(({ name, value }) => `${name}: ${value}`);
  return lines.flatMap((line, at) => (lines.indexOf(line) < at ? [`twice: ${line}`] : []));
}
