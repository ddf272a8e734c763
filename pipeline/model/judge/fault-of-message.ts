// The tables of faults, looked up: which fault a message of a kernel or of Xen tells of.

import type { FaultForm } from "./fault-form.ts";
import { checkForms } from "./fault-forms-checks.ts";
import { machineForms } from "./fault-forms-machines.ts";
import { trapForms } from "./fault-forms-traps.ts";
import { xenForms } from "./fault-forms-xen.ts";
import type { TaintLetter } from "./taint.ts";

type FaultFormFinder = (text: string) => FaultForm | undefined;

const linux = [...trapForms, ...machineForms, ...checkForms];

/** The first row whose pattern a kernel's message begins with. */
export const linuxFault: FaultFormFinder = finderOf(
  linux,
  ({ pattern }) => `^(?:${pattern.source})`,
);

/** The same of a message of Xen's own. */
export const xenFault: FaultFormFinder = finderOf(
  xenForms,
  ({ pattern }) => `^(?:${pattern.source})`,
);

/** For text in which the start of a message is not known. */
export const distinctFault: FaultFormFinder = finderOf(linux, ({ distinct }) => distinct?.source);

/** Of text without a stamp where kernel's lines have one. */
export const rawFault: FaultFormFinder = finderOf(linux, ({ raw, pattern }) =>
  raw ? `^(?:${pattern.source})` : undefined,
);

/** The taint that a form of Linux' comes with, by its name. */
export function taintOf(name: string): TaintLetter | undefined {
  return linux.find((form) => form.name === name)?.taint;
}

/** A single alternation first: nearly every line is fault-free, and needs only one match. */
function finderOf(
  forms: readonly FaultForm[],
  sourceOf: (form: FaultForm) => string | undefined,
): FaultFormFinder {
  const rows = forms.flatMap((form) => {
    const source = sourceOf(form);
    return source === undefined ? [] : [{ form, source, pattern: new RegExp(source) }];
  });
  const any = new RegExp(rows.map(({ source }) => source).join("|"));
  return (text) =>
    any.test(text) ? rows.find(({ pattern }) => pattern.test(text))?.form : undefined;
}
