// What the host says of a guest's end: a crash that the hypervisor reports counts, whatever the guest's console shows.

import { type Finding, kernelFault } from "./finding.ts";
import type { HostWitness } from "./judge-host.ts";
import { bodiesOf, lastLines, type Witness } from "./witness.ts";

/** `poweroff`, `reboot`, `crash`, ...; undefined where the host did not say. */
function hostWord(host: HostWitness): string | undefined {
  const said = bodiesOf(host).flatMap(({ body }) =>
    body.record === "fact" && body.name === "guest.ended" ? [body.value] : [],
  );
  const own = said.find((value) => value.startsWith(`${host.guest} `));
  return own?.slice(host.guest.length + 1);
}

/** A guest that the hypervisor saw crash; its console may be silent about it. */
export function reportedCrash(guest: Witness, host: HostWitness | undefined): Finding | undefined {
  if (!host || hostWord(host) !== "crash") return undefined;
  return {
    reason: "died",
    fault: kernelFault,
    summary: "the hypervisor reports that the guest crashed; the guest's console does not say why",
    detail: lastLines(guest.console),
  };
}

/** A panic with what the hypervisor was told of it. */
export function withReport(finding: Finding, host: HostWitness | undefined): Finding {
  const word = host && hostWord(host);
  if (finding.reason !== "panic" || word === undefined) return finding;
  return { ...finding, summary: `${finding.summary} (the hypervisor reports: ${word})` };
}
