// Xens that are wrong in one way each: descriptions for a checkout, built of the source that hypervisor/xen is built of.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

type Fault = { readonly file: string; readonly hunk: string };

/** By the hypervisor's name. */
const faults: Readonly<Record<string, Fault>> = {
  /** It stops by its own BUG() when dom0 creates its first domain. */
  "xen-bug": {
    file: "xen/common/domain.c",
    hunk: `@@ -568,5 +568,7 @@
     /* Sort out our idea of is_system_domain(). */
     d->domain_id = domid;
 
+    BUG_ON(domid && config);
+
     /* Holding CDF_* internal flags. */
     d->cdf = flags;
`,
  },
  /** What CPUID tells a guest of it is not Xen's signature. */
  "xen-leaf": {
    file: "xen/arch/x86/traps.c",
    hunk: `@@ -1106,7 +1106,7 @@
     case 0:
         res->a = base + limit; /* Largest leaf */
         res->b = XEN_CPUID_SIGNATURE_EBX;
-        res->c = XEN_CPUID_SIGNATURE_ECX;
+        res->c = XEN_CPUID_SIGNATURE_EBX;
         res->d = XEN_CPUID_SIGNATURE_EDX;
         break;
 
`,
  },
  /** What a guest says to its dom0 is no longer heard after some time: one event after the other is lost. */
  "xen-event": {
    file: "xen/common/event_channel.c",
    hunk: `@@ -821,6 +821,16 @@
             rcu_unlock_domain(rd);
             return 0;
         }
+        if ( ld->domain_id )
+        {
+            static unsigned int sent, by;
+
+            if ( by != ld->domain_id )
+                sent = 0;
+            by = ld->domain_id;
+            if ( sent++ > 100 )
+                break;
+        }
         evtchn_port_set_pending(rd, rchn->notify_vcpu_id, rchn);
         break;
     case ECS_IPI:
`,
  },
};

export const faultyXens = Object.keys(faults);

/** Each has the rows of dom0 and of a PV and a PVH guest. */
export async function plantFaultyXens(checkout: string): Promise<void> {
  const described = await readFile(join(checkout, "hypervisor/xen/hypervisor.yaml"), "utf8");
  const source = /^source: .*$/m.exec(described)?.[0] ?? "";
  for (const [name, { file, hunk }] of Object.entries(faults)) {
    const folder = join(checkout, "hypervisor", name);
    await mkdir(folder);
    const patch = `diff --git a/${file} b/${file}\n--- a/${file}\n+++ b/${file}\n${hunk}`;
    await writeFile(join(folder, "fault.patch"), patch);
    await writeFile(join(folder, "hypervisor.yaml"), descriptionOf(name, source));
  }
}

/**
 * Writes `patches/xen-half/`: Xen says a word at boot and calls itself otherwise, on lines that have moved since. The kernel's
 * half is the series that this names.
 */
export async function plantXenHalf(checkout: string, kernelHalf: string): Promise<void> {
  const folder = join(checkout, "patches/xen-half");
  await mkdir(folder);
  const described = `series: xen-half\ntitle: A word\nlicense: GPL-2.0\nfor: xen\nbase: xen\nwith: [${kernelHalf}]\n`;
  await writeFile(join(folder, "series.yaml"), described);
  await writeFile(join(folder, "cover.md"), "# A word\n");
  await writeFile(join(folder, "series"), "word.patch\n");
  await writeFile(join(folder, "word.patch"), `${mail}${word}`);
}

const mail = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001
From: Twinboot maintainers <maintainers@twinboot.example>
Date: Sat, 21 Nov 2026 10:00:00 +0000
Subject: [PATCH] xen: Say a word when a domain is created

Signed-off-by: Twinboot maintainers <maintainers@twinboot.example>
---
`;

const word = `diff --git a/xen/common/domain.c b/xen/common/domain.c
--- a/xen/common/domain.c
+++ b/xen/common/domain.c
@@ -560,5 +560,7 @@
     /* Sort out our idea of is_system_domain(). */
     d->domain_id = domid;
 
+    printk("xen-half: d%u\\n", domid);
+
     /* Holding CDF_* internal flags. */
     d->cdf = flags;
`;

function descriptionOf(name: string, source: string): string {
  return `hypervisor: ${name}
${source}
config: ../xen/xen.config
tests: ../xen/tests.list
patches: [fault.patch]
rows:
  platforms: [xen-pv-dom0, xen-pv-domu, xen-pvh-domu]
  lane: nightly
  image: dom0
  facts: { sys.hypervisor.version.minor: "17" }
`;
}
