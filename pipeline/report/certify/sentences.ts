// Sentences that every form of a certificate has.

import type {
  Certification,
  CertifiedPlatform,
  Comparison,
  ConfigFinding,
} from "../../model/certify/certification.ts";
import { configReason } from "../../model/certify/config-findings.ts";

/** `general`, or `general in part (not tried: kvm, vmware)`. */
export function profileWords({ name, untried }: Certification["profile"]): string {
  return untried.length ? `${name} in part (not tried: ${untried.join(", ")})` : name;
}

/** `8 of 8 mandatory tests, 3 optional, 2 skipped`; empty where it was not booted. */
export function testCounts({ mandatory, optional, boots }: CertifiedPlatform): string {
  if (!boots) return "";
  const passed = mandatory.filter(({ result }) => result === "pass").length;
  const extra = optional.filter(({ result }) => result === "pass").length;
  const skipped = optional.filter(({ result }) => result === "skip").length;
  return [
    `${passed} of ${mandatory.length} mandatory tests`,
    ...(extra ? [`${extra} optional`] : []),
    ...(skipped ? [`${skipped} skipped`] : []),
    ...(boots > 1 ? [`${boots} boots`] : []),
  ].join(", ");
}

export function configSentence(found: ConfigFinding): string {
  const { what, mend } = configReason(found);
  return mend === undefined ? what : `${what}; ${mend}`;
}

/** Of an address that debug symbols do not resolve: those of modules, and names that several functions have. */
export const unknownPlace = "not known";

/** What is worse than it was, a sentence each. */
export function comparisonSentences({ platforms, options }: Comparison): string[] {
  return [
    ...options.map(({ option, before, now }) =>
      now === "n"
        ? `CONFIG_${option} was ${before}, and is not set`
        : `CONFIG_${option} was ${before}, and is ${now}`,
    ),
    ...platforms.flatMap(({ platform, regressions }) =>
      regressions.map((one) => `${platform}: ${one}`),
    ),
  ];
}
