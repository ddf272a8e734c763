// What differs between two boots: the same kernel on two platforms, or two kernels on one.

import type { GuestTest } from "./guest-record.ts";

type Result = GuestTest["result"];

/** What is compared of a boot. `notices`: its normalised lines that complain. */
export type Compared = {
  readonly facts: Readonly<Record<string, string>>;
  readonly tests: readonly Pick<GuestTest, "name" | "result">[];
  readonly notices: readonly string[];
};

type Change<V> = {
  readonly name: string;
  /** Undefined where it was not reported. */
  readonly there?: V | undefined;
  readonly here?: V | undefined;
};

export type Difference = {
  /** Complaints that are new here, and those that are gone. */
  readonly newNotices: readonly string[];
  readonly lostNotices: readonly string[];
  readonly facts: readonly Change<string>[];
  readonly tests: readonly Change<Result>[];
};

/** Readings, names of the kernel and of the boot: they differ always, and say nothing. */
const own =
  /^(?:clock\.(?:begin|end)|kernel\.(?:buildId|cmdline|release|version)|memory\.totalKb|log\.command)$/;

/** Undefined where they are alike. `there` is what is compared with: the base, bare hardware. */
export function differenceOf(there: Compared, here: Compared): Difference | undefined {
  const newNotices = without(here.notices, there.notices);
  const lostNotices = without(there.notices, here.notices);
  const facts = changed(there.facts, here.facts).filter(({ name }) => !own.test(name));
  const tests = changed(resultsOf(there), resultsOf(here));
  const alike = !newNotices.length && !lostNotices.length && !facts.length && !tests.length;
  return alike ? undefined : { newNotices, lostNotices, facts, tests };
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return some.filter((one) => !known.has(one));
}

function resultsOf({ tests }: Compared): Record<string, Result> {
  return Object.fromEntries(tests.map(({ name, result }) => [name, result]));
}

function changed<V extends string>(
  there: Readonly<Record<string, V>>,
  here: Readonly<Record<string, V>>,
): { name: string; there?: V; here?: V }[] {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])].toSorted();
  return names.flatMap((name) => {
    const [before, now] = [there[name], here[name]];
    if (before === now) return [];
    return [
      {
        name,
        ...(before === undefined ? {} : { there: before }),
        ...(now === undefined ? {} : { here: now }),
      },
    ];
  });
}
