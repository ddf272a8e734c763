// A checkout as small as one can be: two heads, one flavour, three platforms, one hypervisor, one series.

import { join } from "node:path";
import type { Descriptions } from "../model/described/descriptions.ts";
import type { HostFacts } from "../model/described/host.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import type { Pins } from "../plan/matrix/pins.ts";
import { temporaryFolder, writeFiles } from "./folder-rig.ts";

/** Path -> text; undefined: the file is not there. */
export type Files = Readonly<Record<string, string | undefined>>;

const sha256 = "ab".repeat(32);

const common = `describes: a machine
arch: x86_64
realness: real
lane: every-run
cpus: 1
memoryMiB: 512
cmdline: [console=ttyS0]
clocks: { boot: 10, silence: 10, cap: 60, drain: 3 }
probes: [memory]
evidence: {}
`;
const machine = "machine: q35\ncpu: qemu64,+svm,+npt\n";
const underXen = "hypervisor: { name: xen, cmdline: [console=com1] }\n";

export const patchText = `From 0123 Mon Sep 17 00:00:00 2001
From: A. Uthor <a@example.org>
Date: Tue, 14 Nov 2023 22:13:20 +0000
Subject: [PATCH 1/1] subsys: change it

Because.
---
diff --git a/f b/f
index 3e75765..d5a1d5c 100644
--- a/f
+++ b/f
@@ -1 +1 @@
-new
+newer
-- 
2.39.5
`;

const smallCheckout: Files = {
  "twinboot.yaml": `heads:
  main: { kind: tarball, from: linux.tar.xz, sha256: ${sha256}, channel: posting }
  next: { kind: git, url: "https://example.org/linux.git", ref: master, channel: warning }
default: { heads: [main], flavours: [guest], lane: every-run }
accelerator: tcg
`,
  "patches/s/series.yaml": "series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\n",
  "patches/s/series": "# the order\n\none.patch # a word on it\n",
  "patches/s/one.patch": patchText,
  "images/architectures/x86_64.yaml":
    "architecture: x86_64\ndescribes: PCs\nmake: x86_64\ntarget: bzImage\nimage: arch/x86/boot/bzImage\nmachine: x86_64\ncross: x86_64-linux-gnu-\nguest: x86\nemulator: qemu-system-x86_64\n",
  "images/flavours/guest.yaml":
    "flavour: guest\narch: x86_64\nbase: tinyconfig\nfragments: [guest.config]\n",
  "images/flavours/guest.config": "CONFIG_64BIT=y\n",
  "images/platforms/bare.yaml": `platform: bare\nentry: direct\n${machine}${common}`,
  "images/platforms/dom0.yaml": `platform: dom0\nentry: dom0\n${underXen}serves: { image: dom0 }\n${machine}${common}`,
  "images/platforms/domu.yaml": `platform: domu\nentry: domu\nhost: dom0\ntype: pv\n${common}`,
  "images/guest/init.c": "int main(void) { return 0; }\n",
  "images/dom0/image.yaml": "image: dom0\ndescribes: tools\nsuite: bookworm\n",
  "images/dom0/init": "#!/bin/sh\n",
  "images/dom0/files": "/bin/sh\n",
  "images/dom0/packages": "# what it needs\nbusybox\n",
  "images/accelerator/boot.S": "hlt\n",
  "images/accelerator/tsc.S": "hlt\n",
  "images/counter/counter.c": "int counter;\n",
  "hypervisor/xen/hypervisor.yaml": `hypervisor: xen
source: { debian: xen, suite: bookworm, version: "4.17" }
reviewed: { version: 4.17.5, sha256: ${sha256} }
config: xen.config
tests: tests.list
`,
  "hypervisor/xen/xen.config": "CONFIG_PV=y\n",
  "hypervisor/xen/tests.list": "xen resource/test-resource 60\n",
  "images/selftests/list": "x86 x86/iopl_64 30\n",
};

/** A checkout in a temporary folder: the small one, with some files changed, added or left out. */
export async function checkoutWith(change: Files): Promise<string> {
  const root = await temporaryFolder();
  const files = Object.entries({ ...smallCheckout, ...change });
  await writeFiles(root, Object.fromEntries(files.filter(isThere)));
  return root;
}

export async function descriptionsWith(change: Files = {}): Promise<Descriptions> {
  return readDescriptions(await checkoutWith(change));
}

function isThere(file: [string, string | undefined]): file is [string, string] {
  return file[1] !== undefined;
}

/** The small checkout's file with one text in it replaced by another. */
export function edited(path: string, from: string, to: string): Files {
  const text = smallCheckout[path] ?? "";
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: text.replace(from, to) };
}

/** The small checkout, where every description says what it is in other words. */
export function inOtherWords(): Files {
  const prose = /^describes: .*$/m;
  const described = Object.entries(smallCheckout).filter(([, text]) => prose.test(text ?? ""));
  return Object.fromEntries(
    described.map(([path, text]) => [path, text?.replace(prose, "describes: in other words")]),
  );
}

/** Filters that take the one platform without hypervisor. */
export const bareOnly = { platform: ["bare"] } as const;

export const pins: Pins = {
  heads: new Map([
    ["main", { kind: "tarball", from: "linux.tar.xz", sha256 }],
    [
      "next",
      {
        kind: "git",
        url: "https://example.org/linux.git",
        ref: "master",
        commit: "1".repeat(40),
        history: "all",
      },
    ],
  ]),
  hypervisors: new Map([
    ["xen", { package: "xen", version: "4.17.5-1", file: "xen_4.17.5.orig.tar.xz", sha256 }],
  ]),
  hostImages: new Map([["dom0", [{ name: "busybox", version: "1" }]]]),
  proof: { kvm: false, because: "no /dev/kvm" },
};

const toolchain = { compiler: "gcc 12.2.0", linker: "GNU ld 2.40", digest: sha256 };
const qemu = {
  path: join("/usr/bin", "qemu-system-x86_64"),
  version: "7.2.22",
  digest: sha256,
  loads: sha256,
};

export const host: HostFacts = {
  cpus: 2,
  memoryMiB: 4096,
  system: "Debian GNU/Linux 12 (bookworm)",
  machine: "x86_64",
  kernel: "6.1.0",
  bootId: "boot",
  toolchain,
  qemu,
  tools: new Map(["x86_64", "i386"].map((name) => [name, { toolchain, qemu }])),
};

/** The same with another compiler or another QEMU. */
export function hostWith({
  toolchain: by = toolchain,
  qemu: boots = qemu,
}: Partial<Pick<HostFacts, "toolchain" | "qemu">>): HostFacts {
  const tools = { toolchain: by, qemu: boots };
  return { ...host, ...tools, tools: new Map([["x86_64", tools]]) };
}
