// What a kernel was tried with: the emulator, the hypervisors, the kernel of the hosts.

import type { Traces } from "../../engine/run.ts";
import type { Certification } from "../../model/certify/certification.ts";
import type { BuiltHypervisor } from "../../model/described/hypervisor.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { Json } from "../../model/json.ts";
import type { Step } from "../../model/work/step.ts";
import { stepsOf } from "../../model/work/plan.ts";
import type { CertificationPlan } from "../../plan/certify/certification-plan.ts";
import type { Session } from "../session.ts";

export function certifyingTools(
  { host: { qemu } }: Pick<Session, "host">,
  { cells, hosting }: CertificationPlan,
  traces: Traces,
): Certification["tools"] {
  const used = stepsOf(cells.map(({ judged }) => judged));
  const built = used.filter(({ kind }) => kind.name === "build-hypervisor");
  const hypervisors = built.flatMap(
    (one) => (valueIn(traces, one) as BuiltHypervisor | undefined) ?? [],
  );
  const kernel = hosting && (valueIn(traces, hosting.built) as Kernel | undefined);
  return {
    qemu: qemu.version,
    qemuDigest: qemu.digest,
    hypervisors: hypervisors.map(({ name, version, image }) => ({
      name,
      version,
      digest: image.digest,
    })),
    ...(kernel ? { hostKernel: { release: kernel.release, digest: kernel.image.digest } } : {}),
  };
}

function valueIn(traces: Traces, one: Step): Json | undefined {
  const outcome = traces.get(one.id)?.outcome;
  return outcome?.status === "pass" ? outcome.value : undefined;
}
