// How kernels and hypervisors say that something broke: what a row of the tables beside this file holds, and the look-up.

import type { ConsoleFaultKind } from "./console-fault.ts";
import { checkForms } from "./fault-forms-checks.ts";
import { trapForms } from "./fault-forms-traps.ts";
import { xenForms } from "./fault-forms-xen.ts";
import type { TaintLetter } from "./taint.ts";

export type FaultForm = {
  /** A short word of the fault's own, the same in every release that prints it otherwise. */
  readonly name: string;
  readonly kind: ConsoleFaultKind;
  /** Of a message from its first letter on, without stamp, level or speaker. No flags: rows are joined to one. */
  readonly pattern: RegExp;
  /** The file of Linux or Xen that prints it. */
  readonly source: string;
  /** The taint that comes with it. */
  readonly taint?: TaintLetter;
  /** By the kernel's own clocks: on an emulated machine they measure how busy its host is, so once proves nothing. */
  readonly timing?: true;
  /** Where no time stamp says that a message begins, these words of it are nobody else's, wherever they stand. */
  readonly distinct?: RegExp;
  /** Printed past the log, without a stamp, also where other lines have one. */
  readonly raw?: true;
  /** What ends or begins another fault's report: it counts where that one's own line is lost. */
  readonly echo?: true;
};

export type FaultFormFinder = (text: string) => FaultForm | undefined;

const linux = [...trapForms, ...checkForms];

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

/** Of text of which nobody knows where a message begins. */
export const distinctFault: FaultFormFinder = finderOf(linux, ({ distinct }) => distinct?.source);

/** Of text without a stamp where kernel's lines have one. */
export const rawFault: FaultFormFinder = finderOf(linux, ({ raw, pattern }) =>
  raw ? `^(?:${pattern.source})` : undefined,
);

/** The taint that a form of Linux' comes with, by its name. */
export function taintOf(name: string): TaintLetter | undefined {
  return linux.find((form) => form.name === name)?.taint;
}

/** One alternation first: nearly every line is no fault, and costs one look. */
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
