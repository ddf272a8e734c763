// A host as it is when it serves guests: the same machine, with the resources that its `serves` gives it.

import type { MachinePlatform } from "../../model/described/platform.ts";

export function servingHost(host: MachinePlatform): MachinePlatform {
  const { memoryMiB = host.memoryMiB, cpus = host.cpus } = host.serves ?? {};
  const serving = { ...host, memoryMiB, cpus, selftests: [], kexec: false };
  if (serving.entry !== "dom0") return serving;
  return { ...serving, hypervisor: { ...serving.hypervisor, tests: false } };
}
