// What scripts/get_maintainer.pl prints with --roles, line by line.

import { type Person, personOf } from "./mail-person.ts";

export type Maintainer = Person & {
  /** `maintainer:XEN HYPERVISOR X86`, `moderated list:...`, `open list`. */
  readonly role: string;
};

/** A line that names no address is left out: the list is shown to a person, who reads MAINTAINERS too. */
export function maintainersIn(output: string): Maintainer[] {
  return output.split("\n").flatMap((line) => {
    const [, who = "", role = ""] = /^(.*@[^\s()]+) \((.*)\)$/.exec(line) ?? [];
    const person = personOf(who);
    return person ? [{ ...person, role }] : [];
  });
}

/** Somebody by name: not the open list that hears of everything. */
export function isResponsible({ role }: Pick<Maintainer, "role">): boolean {
  return /^(?:maintainer|supporter|odd fixer|reviewer)\b/.test(role);
}
