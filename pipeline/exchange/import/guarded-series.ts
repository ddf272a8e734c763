// series.conf: one patch a line, with guards in front, as guards(1) of SUSE's kernel-source reads it.

import { UserError } from "../../model/errors.ts";
import { unsafePath } from "../../parse/patch/patch-paths.ts";

export type GuardedSeries = {
  readonly files: readonly string[];
  /** Left out, for no symbol is defined here. */
  readonly guarded: readonly { readonly file: string; readonly guards: string }[];
};

/**
 * `+x` takes a patch in where x is defined, `-x` leaves it out there, `!` in front of x turns either round; the last
 * guard that holds decides, and without one that holds, a first guard `+` leaves it out. Nothing is defined here.
 * Throws UserError for a line that names nothing in the folder, or something twice.
 */
export function confLines(text: string, shown: string): GuardedSeries {
  const files: string[] = [];
  const guarded: { file: string; guards: string }[] = [];
  for (const { file, guards } of entriesOf(text)) {
    const why = unsafePath(file);
    if (why) throw new UserError(`${shown}: the name "${file}" ${why}`, "list one patch per line");
    if (!isIncluded(guards)) guarded.push({ file, guards: guards.join(" ") });
    else if (files.includes(file))
      throw new UserError(`${shown}: ${file} is listed twice`, "remove one of the two lines");
    else files.push(file);
  }
  if (files.length) return { files, guarded };
  throw new UserError(`${shown}: every patch is behind a guard`, "list one patch per line");
}

function entriesOf(text: string): { file: string; guards: string[] }[] {
  return text.split(/(?<!\\)\n/).flatMap((line) => {
    const words = line
      .replaceAll(/(?:^|\s)#.*$/gm, "")
      .replaceAll("\\\n", " ")
      .split(/\s+/);
    const guards = words.filter((word) => /^[+-]/.test(word));
    return words.filter((word) => /^[^+-]/.test(word)).map((file) => ({ file, guards }));
  });
}

/** A lone `-` always holds. */
function isIncluded(guards: readonly string[]): boolean {
  const holding = guards.findLast((guard) => guard.length === 1 || guard[1] === "!");
  return holding ? holding.startsWith("+") : !guards[0]?.startsWith("+");
}
