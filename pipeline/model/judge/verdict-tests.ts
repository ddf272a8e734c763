// A cell whose tests fail, against those that fail without the series: only a new failure is the series'.

import type { GuestTest } from "../boot/guest-record.ts";
import type { Judgement } from "./judge.ts";

export type TestDifference = {
  /** Pass, or are not there, without the series. */
  readonly fresh: readonly GuestTest[];
  /** Fail without the series too. */
  readonly known: readonly GuestTest[];
};

/**
 * `base`: the unpatched kernel on the same platform, which decides for every test that it ran. `bare`: on bare
 * hardware, which decides for the others: a failure there is not caused by running under a hypervisor.
 */
export function testDifference(
  own: Judgement,
  base: Judgement | undefined,
  bare: readonly Judgement[],
): TestDifference {
  const failing = own.tests.filter(({ result }) => result === "fail");
  const allowed = new Set(own.allowed?.map(({ text }) => text));
  const deciding = failing.filter(({ name, detail }) => !allowed.has(`${name}: ${detail}`));
  const fails = (name: string): boolean => {
    const there = base && resultOf(base, name);
    return there ? there === "fail" : bare.some((one) => resultOf(one, name) === "fail");
  };
  return {
    fresh: deciding.filter(({ name }) => !fails(name)),
    known: deciding.filter(({ name }) => fails(name)),
  };
}

/**
 * What passes in every boot without the series and did not run with it: skipped, or not there. It is proved no more.
 * `base`: those of its boots that ran their tests.
 */
export function lostTests(own: Judgement, base: readonly Judgement[]): LostTest[] {
  const names = base.at(0)?.tests.map(({ name }) => name) ?? [];
  const proved = names.filter((name) => base.every((boot) => resultOf(boot, name) === "pass"));
  return proved.flatMap((name) => {
    const here = own.tests.find((test) => test.name === name);
    const lost = !here || here.result === "skip";
    return lost ? [{ name, ...(here ? { skipped: here } : {}) }] : [];
  });
}

/** `skipped`: absent where it never came. */
export type LostTest = { readonly name: string; readonly skipped?: GuestTest };

function resultOf({ tests }: Judgement, name: string): GuestTest["result"] | undefined {
  return tests.find((test) => test.name === name)?.result;
}
