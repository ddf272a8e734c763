// Compares a configuration with a profile's requirements.

import type { ConfigRule } from "../described/profile.ts";
import type { CertificationReason, ConfigFinding } from "./certification.ts";

/** `config`: symbol with CONFIG_ -> value; what is absent is not set. */
export function configFindings(
  rules: readonly ConfigRule[],
  config: ReadonlyMap<string, string>,
): ConfigFinding[] {
  return rules.flatMap(({ option, is, because }) => {
    const found = config.get(`CONFIG_${option}`) ?? "n";
    return is.includes(found) ? [] : [{ option, wanted: is, found, because }];
  });
}

/** `CONFIG_XEN_PV is not set: PV guests cannot start`, with what would mend it. */
export function configReason({
  option,
  wanted,
  found,
  because,
}: ConfigFinding): CertificationReason {
  const is = found === "n" ? "is not set" : `is ${found}`;
  const mends = wanted.map((value) =>
    value === "n" ? `without CONFIG_${option}` : `with CONFIG_${option}=${value}`,
  );
  return {
    what: `CONFIG_${option} ${is}: ${because}`,
    mend: `build the kernel ${mends.join(" or ")}`,
  };
}
