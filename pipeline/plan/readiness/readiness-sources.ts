// What is asked of the patches and of the tree they give, without compiling anything.

import { pinInWords, type SourceTree } from "../../model/described/head.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { PlannedHead, PlannedRebase } from "../../model/work/plan.ts";
import type { RebasedSeries, Series } from "../../model/described/series.ts";
import { step, type Step } from "../../model/work/step.ts";
import { newComplaints } from "../../model/described/compiled.ts";
import { base, sameBase, seeBase, seeSameBase } from "../../rules/base.ts";
import { fixes, namedFixes, seeFixes } from "../../rules/fixes.ts";
import { labelOf, type PostedSeries } from "../../rules/posted-series.ts";
import { pluralize } from "../../model/pluralize.ts";
import { notApplicable, type Rule, type CheckResult, resultIn } from "../../rules/rule.ts";
import { newAttributes, seeSysfsAbi, sysfsAbi } from "../../rules/sysfs-abi.ts";
import { findAbi } from "../../steps/source/find-abi.ts";
import { findCommits } from "../../steps/source/find-commits.ts";
import { isResponsible } from "../../parse/mail/maintainer-lines.ts";
import { findMaintainers, type Maintainers } from "../../steps/check/find-maintainers.ts";
import { type Checkpatch, runCheckpatch } from "../../steps/check/run-checkpatch.ts";
import { runKernelDoc } from "../../steps/check/run-kernel-doc.ts";
import { plainCheck, type PlannedCheck, stepCheck, why } from "./planned-check.ts";

const applies: Rule = {
  check: "applies",
  rule: "Every patch applies to the head.",
  source: 'Documentation/process/5.Posting.rst, "Patch preparation"',
};

const checkpatch: Rule = {
  check: "checkpatch",
  rule: "checkpatch.pl --strict has nothing to say, or each thing that it says is justified.",
  source: 'Documentation/process/submitting-patches.rst, "Style-check your changes"',
};

const kernelDoc: Rule = {
  check: "kernel-doc",
  rule: "The kernel-doc comments of touched files have no new warnings.",
  source: 'Documentation/process/submit-checklist.rst, "Provide documentation"',
};

const maintainers: Rule = {
  check: "maintainers",
  rule: "get_maintainer.pl names somebody for every patch.",
  source: 'Documentation/process/submitting-patches.rst, "Select the recipients for your patch"',
};

export type SourceRequest = {
  readonly series: Series;
  readonly posted: PostedSeries;
  /** The head it is seen on, the head it was written on, and the series on the first. */
  readonly head: PlannedHead;
  readonly writtenOn: PlannedHead;
  readonly rebase: PlannedRebase;
};

export function sourceChecks(of: SourceRequest): PlannedCheck[] {
  const { head, writtenOn } = of;
  return [
    appliesCheck(of),
    stepCheck(base, [head.imported], ({ release }) => seeBase({ ...head, release })),
    stepCheck(sameBase, [writtenOn.imported, head.imported], (there, here) =>
      seeSameBase({
        writtenOn: { ...there, name: writtenOn.name },
        head: { ...here, name: head.name },
      }),
    ),
    fixesCheck(of),
    abiCheck(of),
    checkpatchCheck(of),
    kernelDocCheck(of),
    maintainersCheck(of),
  ];
}

function appliesCheck({ rebase, head }: SourceRequest): PlannedCheck {
  const see: PlannedCheck["see"] = (ran) => {
    const outcome = ran.traces.get(rebase.rebased.id)?.outcome as
      | Outcome<RebasedSeries>
      | undefined;
    if (outcome?.status === "pass") return seeApplied(outcome.value, pinInWords(head.pin));
    const missing = why(ran, rebase.rebased) ?? notApplicable("");
    if (outcome?.status !== "fail") return missing;
    const { summary, detail = [] } = outcome.finding;
    return { outcome: "failed", words: summary, details: detail };
  };
  return { ...applies, targets: [rebase.rebased], see };
}

function seeApplied({ patches }: RebasedSeries, head: string): CheckResult {
  const lines = patches.map(({ patch, result }) => `${patch}: ${result}`);
  return resultIn([], `${pluralize(patches.length, "patch", "patches")} on ${head}`, lines);
}

function fixesCheck({ posted, head }: SourceRequest): PlannedCheck {
  const named = namedFixes(posted);
  const commits = named.flatMap(({ commit }) => commit ?? []);
  if (!commits.length) return plainCheck(fixes, seeFixes(named));
  const found = step(findCommits, head.name, { commits }, { head: head.imported });
  return stepCheck(fixes, [found], (seen) =>
    seeFixes(named, seen.history ? seen.found : undefined),
  );
}

function abiCheck({ posted, rebase }: SourceRequest): PlannedCheck {
  const attributes = newAttributes(posted);
  const names = attributes.map(({ name }) => name);
  if (!names.length) return plainCheck(sysfsAbi, seeSysfsAbi([], []));
  const found = step(findAbi, labelled(rebase), { names }, { source: rebase.rebased });
  return stepCheck(sysfsAbi, [found], (documented) => seeSysfsAbi(attributes, documented));
}

function checkpatchCheck({ series: { patches }, posted, rebase }: SourceRequest): PlannedCheck {
  const ran = step(runCheckpatch, labelled(rebase), { patches }, { source: rebase.rebased });
  return stepCheck(checkpatch, [ran], (found: Checkpatch) =>
    resultIn(
      posted.patches.flatMap((patch, at) =>
        (found[at] ?? []).map((line) => `${labelOf(patch, posted)}: ${line}`),
      ),
      pluralize(found.length, "patch", "patches"),
    ),
  );
}

function kernelDocCheck({ posted, rebase, head }: SourceRequest): PlannedCheck {
  const files = touchedFiles(posted).filter((file) => /\.[ch]$/.test(file));
  if (!files.length) return plainCheck(kernelDoc, notApplicable("no C file is touched"));
  const on = (source: Step<SourceTree>, label: string) =>
    step(runKernelDoc, label, { files }, { source });
  const steps = [on(head.imported, head.name), on(rebase.rebased, labelled(rebase))] as const;
  return stepCheck(kernelDoc, steps, (before, after) =>
    resultIn(
      newComplaints(before, after).map(({ line }) => line),
      pluralize(after.files.length, "file"),
    ),
  );
}

/** From the head's MAINTAINERS: the series' own changes to it are not yet in force. */
function maintainersCheck({ series: { patches }, posted, head }: SourceRequest): PlannedCheck {
  const found = step(findMaintainers, head.name, { patches }, { source: head.imported });
  return stepCheck(maintainers, [found], (named: Maintainers) => {
    const nobody = posted.patches.filter((_, at) => !(named[at] ?? []).some(isResponsible));
    const everybody = new Set(
      named
        .flat()
        .map(({ name, address, role }) => `${name ? `${name} <${address}>` : address} (${role})`),
    );
    return resultIn(
      nobody.map((patch) => `${labelOf(patch, posted)}: nobody but the open list`),
      pluralize(everybody.size, "address", "addresses"),
      [...everybody],
    );
  });
}

/** Paths that the series writes, each once. */
export function touchedFiles({ patches }: PostedSeries): string[] {
  return [...new Set(patches.flatMap(({ files }) => files.flatMap(({ after }) => after ?? [])))];
}

function labelled({ series, head }: PlannedRebase): string {
  return `${head}+${series}`;
}
