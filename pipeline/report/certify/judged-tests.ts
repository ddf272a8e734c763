// All tests of a certification in one list, for formats that know tests and no platforms.

import type { Certification, CertifiedTest } from "../../model/certify/certification.ts";

export type JudgedTest = CertifiedTest & {
  readonly platform: string;
  readonly mandatory: boolean;
  readonly seconds: number;
};

/** The first of each platform is `platform`: its word as a test, so that a format without words has it too. */
export function judgedTests({ platforms }: Certification): JudgedTest[] {
  return platforms.flatMap((one) => {
    const { platform, word, reasons, mandatory, optional, modules, bootSeconds = 0 } = one;
    const result = { "not certified": "fail", "not applicable": "skip" } as const;
    const whole: JudgedTest = {
      platform,
      name: "platform",
      mandatory: true,
      result: word in result ? result[word as keyof typeof result] : "pass",
      detail: reasons.length ? reasons.map(({ what }) => what).join("; ") : word,
      seconds: bootSeconds,
    };
    const on = (tests: readonly CertifiedTest[], asked: boolean): JudgedTest[] =>
      tests.map(({ name, result: came, detail }) => ({
        platform,
        name,
        mandatory: asked,
        result: came,
        detail,
        seconds: 0,
      }));
    return [whole, ...on(mandatory, true), ...on(optional, false), ...on(modules, false)];
  });
}
