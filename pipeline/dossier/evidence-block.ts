// The evidence in a cover letter: plain text, at most 75 columns, nothing in it that is not in the runs. Pure.

import { momentInWords } from "../report/facts/in-words.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";
import { costLines } from "./cost-lines.ts";
import { cellsOf, type Evidence } from "./evidence.ts";
import { kernelLines } from "./kernel-lines.ts";
import { bootedAfterEach, failedLines, importedLines, untestedLines } from "./untested-lines.ts";

/** Ends with a line feed. The runs must hold for the series as it is posted: see staleEvidence. */
export function evidenceBlock(evidence: Evidence): string {
  const lines = [
    "Evidence",
    "========",
    "",
    wrapped(oneLine(madeBy(evidence), 600)),
    "",
    ...kernelLines(evidence),
    ...checkedLines(evidence),
    ...failedLines(evidence),
    ...importedLines(evidence),
    ...costLines(evidence),
    "",
    ...untestedLines(evidence),
    ...sameNumbers(evidence),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** For a posting without evidence: it says so in so many words. */
export const nothingTested = `Evidence
========

None: no kernel with this series was built or booted for this posting.
`;

function madeBy({ boots, counts, head }: Evidence): string {
  const { pin = "" } = boots.heads.find(({ name }) => name === head) ?? {};
  const counted = counts
    ? `, counts in run ${counts.run} of ${momentInWords(counts.startedAt)}`
    : "";
  return `Made by Twinboot from the patches below, on ${pin}: boots in run ${boots.run} of ${momentInWords(boots.startedAt)}${counted}.`;
}

/** The patches one by one, and how the checklist came out: readiness.txt is not posted. */
function checkedLines(evidence: Evidence): string[] {
  const { checks } = evidence;
  if (!checks.length) return [];
  const each = bootedAfterEach(evidence);
  const passed = checks.filter(({ outcome }) => outcome === "passed").length;
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  const words = [
    ...(each ? [`Booted after each patch: ${each.words}.`] : []),
    `Of the readiness checklist ${checks.length} lines were gone through, and ${passed} passed${failed.length ? `; ${failed.map(({ check, words: why }) => `${check} failed: ${why}`).join("; ")}` : ""}.`,
  ];
  return [wrapped(oneLine(words.join(" "), 1500)), ""];
}

/** Other compilers give other kernels, and another QEMU other counts. */
function sameNumbers(evidence: Evidence): string[] {
  const { boots, counts, series, head } = evidence;
  const { host, hypervisors } = boots;
  const built = hypervisors.map(({ name, version }) => `${name} ${version}`);
  const tools = [`QEMU ${host.qemu}`, host.compiler, host.linker, ...built].join("; ");
  const filters = `--head ${head} --series ${series}`;
  const counted = (counts?.metrics ?? []).filter(
    (one) => one.series === series && one.head === head && one.platform !== "none",
  );
  return [
    wrapped(oneLine(`The same numbers, with ${tools}:`, 600)),
    "",
    ...command(`run ${filters} --fresh`, cellsOf(evidence)),
    ...(counted.length ? command(`bench ${filters}`, counted) : []),
  ];
}

/** As many lines as it takes: a shell joins them again. */
function command(words: string, rows: readonly { readonly platform: string }[]): string[] {
  // No description could have another name: what a shell or a line could not hold is none of ours.
  const names = rows.map(({ platform }) => platform).filter((one) => /^[a-z0-9-]{1,54}$/.test(one));
  const platforms = [...new Set(names)].toSorted();
  const groups: string[] = [];
  for (const platform of platforms) {
    const last = groups.at(-1);
    const longer = last === undefined ? "" : `${last},${platform}`;
    if (longer && longer.length <= 54) groups[groups.length - 1] = longer;
    else groups.push(platform);
  }
  const options = groups.map((group) => `    --platform ${group}`);
  return [`  ./twinboot ${words}`, ...options].join(" \\\n").split("\n");
}
