// A certification with all that documents show: a platform of each word, an exception, tests of every result.

import type { Certification, CertifiedPlatform } from "../model/certify/certification.ts";

const file = { name: "linux-image.deb", digest: "1".repeat(64), bytes: 1 };
const image = { name: "vmlinuz", digest: "3".repeat(64), bytes: 2 };

const kvm: CertifiedPlatform = {
  platform: "kvm",
  realness: "real",
  under: "kvm",
  word: "certified",
  reasons: [],
  mandatory: [{ name: "memory", result: "pass", detail: "4 MiB" }],
  optional: [{ name: "balloon", result: "skip", detail: "no Xen balloon here" }],
  modules: [],
  exceptions: [],
  facts: { "clocksource.current": "kvm-clock" },
  notices: ["x86: a known complaint"],
  boots: 1,
};

const domu: CertifiedPlatform = {
  ...kvm,
  platform: "xen-pv-domu",
  under: "xen",
  word: "not certified",
  fault: "kernel",
  reasons: [{ what: "disk was skipped: no disk named xvdp", mend: "give it xen_blkfront" }],
  mandatory: [
    { name: "memory", result: "pass", detail: "" },
    { name: "disk", result: "skip", detail: "no disk named xvdp" },
    { name: "network", result: "absent", detail: "" },
  ],
  modules: [{ name: "module.xen_blkfront", result: "skip", detail: "no such module" }],
};

const allowed: CertifiedPlatform = {
  ...kvm,
  platform: "bare-q35",
  under: "bare",
  word: "certified with exceptions",
  exceptions: [
    {
      by: "a-fault",
      reason: "it is known",
      link: "https://example.org/fault",
      until: "2027-01-02",
      text: "WARNING: at mm/x.c",
    },
  ],
};

const dom0: CertifiedPlatform = {
  ...kvm,
  platform: "xen-pv-dom0",
  under: "xen",
  word: "not applicable",
  reasons: [{ what: "CONFIG_XEN_DOM0 is not set: it is no control domain" }],
  mandatory: [],
  optional: [],
  facts: {},
  notices: [],
  boots: 0,
};

export const certificationFixture: Certification = {
  schema: "twinboot/certification@1",
  word: "not certified",
  date: "2026-11-29T12:00:00.000Z",
  product: {
    name: "linux-image",
    version: "6.1-1",
    architecture: "amd64",
    given: [file],
    origins: ["linux-image.deb: no signature was checked"],
  },
  kernel: { release: "6.1.0", buildId: "abc", image, vmlinux: image, config: image },
  modules: [
    { name: "disk", path: "kernel/disk.ko", digest: "4".repeat(64), signer: "a signer" },
    { name: "net", path: "kernel/net.ko", digest: "5".repeat(64) },
  ],
  profile: { name: "general", digest: "2".repeat(64), untried: [] },
  complaints: [],
  config: [],
  platforms: [kvm, domu, allowed, dom0],
  evidence: "9".repeat(64),
  tools: {
    qemu: "7.2.22",
    qemuDigest: "6".repeat(64),
    hypervisors: [{ name: "xen", version: "4.17.5", digest: "7".repeat(64) }],
    hostKernel: { release: "7.2.13", digest: "8".repeat(64) },
  },
  holds: { until: "2027-01-02", ends: ["another byte in the kernel's image"] },
};
