// Two releases of one kernel, certified by the same profile: what the newer one lost. Pure.

import { differenceOf } from "../boot/difference.ts";
import type { Certification, CertifiedPlatform, Comparison } from "./certification.ts";

export type Compared = {
  readonly found: Certification;
  /** Symbol with CONFIG_ -> value. */
  readonly config: ReadonlyMap<string, string>;
};

/** What a guest, or a host of guests, takes from its kernel. */
const forGuests =
  /^CONFIG_(?:.*_)?(?:XEN|XENFS|KVM|HYPERV|VIRTIO|PARAVIRT|PVH|VMWARE|VMXNET3|HYPERVISOR|ACRN|JAILHOUSE|BHYVE)(?:_|$)/;

export function comparedTo(previous: Compared, own: Compared): Comparison {
  const { product, kernel, word } = previous.found;
  return {
    previous: {
      name: product.name,
      version: product.version,
      release: kernel.release,
      image: kernel.image.digest,
      word,
    },
    platforms: own.found.platforms.flatMap((now) => {
      const before = previous.found.platforms.find(({ platform }) => platform === now.platform);
      return before ? [platformChange(before, now)] : [];
    }),
    options: optionChanges(previous.config, own.config),
  };
}

/** Whether anything became worse; improvements are not regressions. */
export function hasRegressions({ platforms, options }: Comparison): boolean {
  return options.length > 0 || platforms.some(({ regressions }) => regressions.length > 0);
}

function platformChange(
  before: CertifiedPlatform,
  now: CertifiedPlatform,
): Comparison["platforms"][number] {
  const found = differenceOf(comparedOf(before), comparedOf(now));
  const { newNotices = [], tests = [], facts = [] } = found ?? {};
  const lostTests = tests.filter(({ there }) => there === "pass");
  const lostFacts = facts.filter(({ here }) => here === undefined);
  return {
    platform: now.platform,
    before: before.word,
    now: now.word,
    regressions: [
      ...(isWorse(before, now) ? [`it was ${before.word}, and is ${now.word}`] : []),
      ...lostTests.map(({ name, here }) => `the test ${name} passed; ${cameTo(here)}`),
      ...newNotices.map((line) => `a new complaint: ${line}`),
      ...lostFacts.map(({ name, there }) => `${name} was "${there}", and is not there any more`),
    ],
  };
}

function isWorse({ word: before }: CertifiedPlatform, { word: now }: CertifiedPlatform): boolean {
  return rank[now] > rank[before];
}

const rank = {
  certified: 0,
  "certified with exceptions": 1,
  "not applicable": 2,
  "not certified": 3,
} as const;

function cameTo(result: string | undefined): string {
  return result === undefined ? "it does not run any more" : `now it is "${result}"`;
}

/** A platform that one of the two was not booted on has no facts: nothing is compared. */
function comparedOf({ mandatory, optional, modules, facts, notices }: CertifiedPlatform) {
  const tests = [...mandatory, ...optional, ...modules].flatMap(({ name, result }) =>
    result === "absent" ? [] : [{ name, result }],
  );
  return { facts, tests, notices };
}

/** Options for guests that were there, and are not, or only as a module. */
function optionChanges(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): Comparison["options"] {
  return [...before].flatMap(([symbol, was]) => {
    const is = now.get(symbol) ?? "n";
    if (!forGuests.test(symbol) || weight(is) >= weight(was)) return [];
    return [{ option: symbol.slice("CONFIG_".length), before: was, now: is }];
  });
}

function weight(value: string): number {
  return { y: 2, m: 1 }[value] ?? 0;
}
