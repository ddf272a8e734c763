// Subject lines: prefix, case, length, mood.

import { pluralize } from "../model/pluralize.ts";
import { type PatchRule, resultIn } from "./rule.ts";
import { labelOf, type PostedPatch, type PostedSeries } from "./posted-series.ts";

const longest = 75;

export const subjects: PatchRule<PostedSeries> = {
  check: "subjects",
  rule: `Subjects are "subsystem: Summary": at most ${longest} characters, a capital, imperative, no full stop, each another.`,
  source:
    'Documentation/process/maintainer-tip.rst, "Patch subject"; submitting-patches.rst, "Subject Line"',
  see: (series) =>
    resultIn(
      series.patches.flatMap((patch) =>
        faultsOf(patch, series).map(
          (fault) => `${labelOf(patch, series)}: ${fault}: ${patch.subject || patch.name}`,
        ),
      ),
      pluralize(series.patches.length, "subject"),
    ),
};

function faultsOf(patch: PostedPatch, { patches }: PostedSeries): string[] {
  const { subject } = patch;
  const summary = subject.replace(prefixes, "");
  const prefix = subject.slice(0, subject.length - summary.length);
  const twice = patches.find((one) => one.subject === subject && one.number < patch.number);
  const faults: [wrong: boolean, words: string][] = [
    [!subject, "no subject"],
    [subject.length > longest, `${subject.length} characters`],
    [!prefix, "no subsystem before the summary"],
    [/\.[chS]: |\//.test(prefix) && /\.[chS]: /.test(prefix), "a file name as prefix"],
    [/^[a-z]/.test(summary), "the summary does not begin with a capital"],
    [notImperative.test(summary), "not in imperative mood"],
    [subject.endsWith("."), "ends with a full stop"],
    [twice !== undefined, `the same subject as patch ${twice?.number}`],
  ];
  return faults.flatMap(([wrong, words]) => (wrong ? [words] : []));
}

/** `x86/hypervisor: `, `driver core: hypervisor: `, `KVM: x86: `. */
const prefixes = /^(?:[A-Za-z0-9_][\w/.,*+ -]*: )+/;

const notImperative =
  /^(?:(?:Add|Fix|Remov|Chang|Mak|Us|Introduc|Mov|Creat|Renam|Replac)(?:e?s|es|ed|ing)|Made|Adds|Fixes)\b/;
