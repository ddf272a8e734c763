// A run as a night on two heads would leave it: one cell panics, one head's series conflicts, one boot is reused.

import { digestOf } from "../model/digest.ts";
import type { Finding } from "../model/judge/finding.ts";
import { type RunCell, type RunRecord, runSchemaName } from "../model/record/run-record.ts";

const buildIds = new Map([
  ["sid base", "01d5605d864f1305321cd0ba44f45d9b0ba16c5b"],
  ["sid hypervisor-sysfs", "9c2f6f7e0f6c1f4f0b7c5c3e52fb12f2f5a41d77"],
  ["bookworm-6.12 base", "5b3de0a1c6c24d9ee1f2a1b7cbbb38be4f0e93aa"],
]);

const platforms = ["bare-q35", "bare-microvm", "xen-pv-dom0", "xen-pv-domu"];

export const panicLine = 260;
export const panicText = "[    0.933633] Kernel panic - not syncing: sysrq triggered crash";

const panic: Finding = {
  reason: "panic",
  fault: "series",
  summary: panicText,
  line: { in: "console.log", line: panicLine, text: panicText },
  detail: [panicText, "[    0.934530] Call Trace:"],
};

const conflict: Finding = {
  reason: "conflict",
  fault: "series",
  summary: "hypervisor-sysfs: xen-sysfs-use-generic-type.patch does not apply",
  detail: [
    "drivers/xen/sys-hypervisor.c @@ -48,7 +48,9 @@ static int __init xen_sysfs_type_init(void)",
  ],
};

/** Valid by the schema; `change` replaces whole members. */
export function runFixture(change: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: runSchemaName,
    run: 12,
    startedAt: "2026-11-21T03:05:17.000Z",
    durationMs: 1_374_000,
    host: hostFixture(),
    heads: headsFixture(),
    series: [
      { name: "hypervisor-sysfs", head: "sid", patches: appliedPatches() },
      { name: "hypervisor-sysfs", head: "bookworm-6.12", patches: conflictingPatches() },
    ],
    kernels: kernelsFixture(),
    hypervisors: [{ name: "xen", version: "4.17.5", digest: digestOf("xen.gz") }],
    cells: cellsFixture(),
    traces: tracesFixture(),
    ...change,
  };
}

const panicked = "sid hypervisor-sysfs xen-pv-dom0";

/** The console of every booted cell, by digest: 300 lines, the panicked one with its panic at `panicLine`. */
export function consolesFixture(run: RunRecord = runFixture()): Map<string, string> {
  const names = [...buildIds.keys()].flatMap((row) => platforms.map((one) => `${row} ${one}`));
  const texts = new Map(names.map(consoleText).map((text) => [digestOf(text), text]));
  const consoles = run.cells.flatMap(({ evidence: { console } }) =>
    console ? [[console.digest, texts.get(console.digest) ?? ""] as const] : [],
  );
  return new Map(consoles);
}

function consoleText(name: string): string {
  const lines = Array.from(
    { length: 300 },
    (_, index) => `[    0.${String(100_000 + index)}] pci 0000:00:${index}: boot line ${index + 1}`,
  );
  lines[0] = `[    0.100000] ${name}`;
  if (name === panicked) lines[panicLine - 1] = panicText;
  return `${lines.join("\r\n")}\r\n`;
}

function hostFixture(): RunRecord["host"] {
  return {
    system: "Debian GNU/Linux 12 (bookworm)",
    kernel: "6.12.48",
    cpus: 2,
    memoryMiB: 7946,
    compiler: "gcc (Debian 12.2.0-14+deb12u1) 12.2.0",
    linker: "GNU ld (GNU Binutils for Debian) 2.40",
    qemu: "7.2.22",
    qemuDigest: digestOf("qemu"),
    kvm: false,
    kvmBecause: "/dev/kvm opens, but the guest died (exit code 1); QEMU: KVM internal error",
  };
}

function headsFixture(): RunRecord["heads"] {
  return [
    {
      name: "sid",
      channel: "warning",
      pin: "linux-source-7.2 7.2.13-1 (sid)",
      release: "7.2.13",
      commit: "4a1c6d1b2f7d1f0b9a0c1e2d3f4a5b6c7d8e9f00",
      sha256: digestOf("linux-source-7.2"),
    },
    {
      name: "bookworm-6.12",
      channel: "posting",
      pin: "linux-source-6.12 6.12.57-1~bpo12+1 (bookworm)",
      release: "6.12.57",
      commit: "8b2d7e2c308e2a1cab1d2f3e405b6c7d8e9f0011",
      sha256: digestOf("linux-source-6.12"),
    },
  ];
}

function appliedPatches(): RunRecord["series"][number]["patches"] {
  return [
    {
      patch: "driver-core-hypervisor-add-generic-type.patch",
      subject: "driver core: hypervisor: Add a generic type attribute",
      result: "clean",
      commit: "11aa22bb33cc44dd55ee66ff7700112233445566",
    },
    {
      patch: "xen-sysfs-use-generic-type.patch",
      subject: "xen/sysfs: Use the generic type attribute",
      result: "merged",
      commit: "22aa22bb33cc44dd55ee66ff7700112233445566",
    },
    {
      patch: "x86-hypervisor-publish-detected-type.patch",
      subject: "x86/hypervisor: Publish the detected hypervisor in sysfs",
      result: "clean",
      commit: "33aa22bb33cc44dd55ee66ff7700112233445566",
    },
  ];
}

function conflictingPatches(): RunRecord["series"][number]["patches"] {
  const [first, second, third] = appliedPatches();
  if (!first || !second || !third) throw new Error("the fixture lost its patches");
  const { commit: _, ...notApplied } = third;
  return [
    first,
    {
      patch: second.patch,
      subject: second.subject,
      result: "conflict",
      conflicts: [...(conflict.detail ?? [])],
    },
    { ...notApplied, result: "blocked-by", blockedBy: second.patch },
  ];
}

function kernelsFixture(): RunRecord["kernels"] {
  return [...buildIds].map(([row, buildId]) => {
    const [head = "", series = ""] = row.split(" ");
    const release = head === "sid" ? "7.2.13" : "6.12.57";
    return {
      digest: digestOf(`bzImage ${row}`),
      buildId,
      release,
      flavour: "guest",
      head,
      series,
      bytes: 5_402_624,
    };
  });
}

function cellsFixture(): RunCell[] {
  const rows = ["sid", "bookworm-6.12"].flatMap((head) =>
    ["base", "hypervisor-sysfs"].map((series) => ({ head, series })),
  );
  return rows.flatMap((row) => platforms.map((platform) => cellFixture(row, platform)));
}

function cellFixture(row: { head: string; series: string }, platform: string): RunCell {
  const { head, series } = row;
  const under = platform.startsWith("xen") ? ("xen" as const) : ("bare" as const);
  const common = { head, series, flavour: "guest", platform, realness: "real" as const, under };
  const buildId = buildIds.get(`${head} ${series}`);
  if (!buildId)
    return { ...common, verdict: "blocked", finding: conflict, evidence: {}, reused: false };
  const kernel = digestOf(`bzImage ${head} ${series}`);
  const name = `${head} ${series} ${platform}`;
  if (name === panicked)
    return {
      ...common,
      kernel,
      verdict: "fail",
      finding: panic,
      evidence: { ...evidenceFixture(name, buildId), cleanEnd: false, tests: [] },
      bootedIn: 12,
      reused: false,
    };
  const reused = name === "sid base bare-q35";
  const evidence = evidenceFixture(name, buildId);
  return { ...common, kernel, verdict: "pass", evidence, bootedIn: reused ? 11 : 12, reused };
}

function evidenceFixture(name: string, buildId: string): RunCell["evidence"] {
  const underXen = name.includes("xen");
  const domu = name.endsWith("domu");
  const host = { name: "dom0.log", digest: digestOf(`dom0 ${name}`), bytes: 30_114 };
  return {
    console: { name: "console.log", digest: digestOf(consoleText(name)), bytes: 20_783 },
    ...(domu ? { hostConsole: host } : {}),
    facts: {
      "kernel.buildId": buildId,
      "log.paravirt": underXen
        ? "Booting kernel on Xen"
        : "Booting paravirtualized kernel on bare hardware",
      "cpuid.signature": underXen ? "XenVMMXenVMM" : "TCGTCGTCGTCG",
      "clocksource.available": "tsc-early hpet acpi_pm refined-jiffies jiffies",
    },
    tests: [
      { name: "memory", result: "pass", detail: "32 MiB written, copied on write, verified" },
      { name: "fpu", result: "pass", detail: "xmm0-7 and st(0) kept across 200 signals" },
      { name: "vdso", result: "skip", detail: "this kernel has none" },
    ],
    accelerator: "tcg",
    kvmProof: "/dev/kvm opens, but the guest died",
    cleanEnd: true,
    bootSeconds: 4.2,
  };
}

function tracesFixture(): RunRecord["traces"] {
  const steps: readonly (readonly [string, string, number])[] = [
    ["import-head", "sid", 61_000],
    ["rebase-series", "hypervisor-sysfs onto sid", 840],
    ["build-kernel", "guest sid", 310_000],
    ["build-kernel", "guest sid+hypervisor-sysfs", 16_600],
    ["build-hypervisor", "xen", 76_000],
    ["boot", "bare-q35 sid", 4200],
    ["boot", "xen-pv-dom0 sid+hypervisor-sysfs", 9300],
  ];
  return steps.map(([kind, label, durationMs], index) => ({
    step: digestOf(`step ${kind} ${label}`),
    kind,
    label: `${kind} ${label}`,
    key: digestOf(`key ${kind} ${label}`),
    status: "pass",
    startedAt: `2026-11-21T03:${String(10 + index)}:00.000Z`,
    durationMs,
    run: label === "bare-q35 sid" ? 11 : 12,
    reused: label === "bare-q35 sid",
  }));
}
