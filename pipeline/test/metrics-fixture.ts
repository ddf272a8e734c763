// What a night of measuring leaves in run.json: exact counts of a series of three patches, and samples where asked for.

import { digestOf } from "../model/digest.ts";
import { type Hot, type Metric, metricId } from "../model/cost/metric.ts";
import { Random } from "../model/random.ts";

const under = { qemu: digestOf("qemu"), cpu: "qemu64", icount: "shift=0,sleep=off,align=off" };
const platforms = ["bare-q35", "xen-pv-dom0", "xen-pv-domu"];

/** Instructions of 1000 calls on native, and what is added for each call: by paravirt, by each of three patches. */
const workloads: readonly (readonly [string, number, number, readonly number[]])[] = [
  ["lat_syscall/getppid", 213_000, 0, [0, 0, 0]],
  ["lat_syscall/read", 611_204, 2, [0, 1, 0]],
  ["lat_ctx/2p", 3_914_377, 41, [0, 0, 0]],
  ["lat_proc/fork", 91_480_112, 2210, [12, 0, 340]],
  ["lat_mmap/64k", 7_733_010, 388, [0, 9, 0]],
  ["lat_pagefault/anon", 2_104_551, 64, [0, 0, -3]],
  ["lat_sig/install", 402_910, 0, [0, 0, 0]],
  ["futex/wake", 318_222, 0, [0, 0, 0]],
];
const cost: Readonly<Record<string, number>> = {
  "bare-q35": 1,
  "xen-pv-dom0": 1.62,
  "xen-pv-domu": 1.58,
};

type Subject = Omit<Metric, "id" | "evidence" | "kernel" | "class" | "values">;

/** `drift`: instructions that the head of this night adds to each call. */
export function exactMetrics(drift = 0): Metric[] {
  return [
    ...workloads.flatMap((workload) => workloadMetrics(workload, drift)),
    ...whole("boot/total", [723_952_004, 723_952_360, 723_960_112, 723_971_001]),
    ...whole("boot/initcall/hypervisor_init", [80_112, 80_468, 88_220, 99_109]),
    ...whole("size/text", [9_438_208, 9_438_320, 9_438_448, 9_439_104]),
  ];
}

function workloadMetrics(
  [workload, native, paravirt, patches]: (typeof workloads)[number],
  drift: number,
): Metric[] {
  const count = (platform: string, applied: number): number => {
    const added = 1000 * (paravirt + drift + sum(patches.slice(0, applied)));
    return Math.round((native + added) * (cost[platform] ?? 1));
  };
  const [base, series] = [subjectOf(workload), subjectOf(workload, "hypervisor-sysfs")];
  const bases = platforms.map((platform) => exact({ ...base, platform }, count(platform, 0)));
  const all = platforms.map((platform) => exact({ ...series, platform }, count(platform, 3)));
  const some = [1, 2].map((of) => exact({ ...series, patches: of }, count("bare-q35", of)));
  return [exact({ ...base, flavour: "guest-native" }, native), ...bases, ...all, ...some];
}

/** The head, then after each of three patches. */
function whole(
  workload: string,
  [base = 0, one = 0, two = 0, all = 0]: readonly number[],
): Metric[] {
  const unit = workload.startsWith("size/") ? "bytes" : "instructions";
  const common = { ...subjectOf(workload), iterations: 1, unit } as const;
  const series = "hypervisor-sysfs";
  return [
    exact(common, base),
    exact({ ...common, series, patches: 1 }, one),
    exact({ ...common, series, patches: 2 }, two),
    exact({ ...common, series }, all),
  ];
}

function subjectOf(workload: string, series = "base"): Subject {
  return {
    workload,
    unit: "instructions",
    iterations: 1000,
    series,
    head: "sid",
    flavour: "guest",
    platform: "bare-q35",
  };
}

function exact(subject: Subject, count: number): Metric {
  return {
    ...subject,
    ...rowOf(subject),
    class: "exact",
    values: [count, count],
    ...(subject.unit === "bytes" ? {} : { under: { ...under } }),
  };
}

/** Where fork executes more with the series. */
export function hotFunctions(): Hot[] {
  const { workload, head, flavour, platform } = subjectOf("lat_proc/fork");
  const functions = [
    { function: "kobject_uevent_env", base: 4_112_004, series: 4_452_004 },
    { function: "hypervisor_type_show", base: 0, series: 12_000 },
  ];
  return [{ workload, series: "hypervisor-sysfs", head, flavour, platform, functions }];
}

/** Twelve boots of each side: base, and a series that costs 0.1 % in one workload and 3 % in the other. */
export function sampledMetrics(accelerator: "kvm" | "tcg"): Metric[] {
  const random = new Random(11);
  const values = (mean: number): number[] =>
    Array.from({ length: 12 }, () => Math.round(mean * (1 + (random.below(1000) - 500) / 100_000)));
  return ["lat_syscall/getppid", "lat_mmap/64k"].flatMap((workload, at) => {
    const subject = { ...subjectOf(workload), unit: "nanoseconds" } as const;
    const after = { ...subject, series: "hypervisor-sysfs" };
    const mean = at ? 1_944_000 : 61_500;
    const row = { class: "sampled", accelerator } as const;
    return [
      { ...subject, ...rowOf(subject), ...row, values: values(mean) },
      { ...after, ...rowOf(after), ...row, values: values(mean * (at ? 1.03 : 1.001)) },
    ];
  });
}

function rowOf(subject: Subject): Pick<Metric, "id" | "kernel" | "evidence"> {
  const { head, series, flavour } = subject;
  return {
    id: metricId(subject),
    kernel: digestOf(`bzImage ${head} ${series} ${flavour}`),
    evidence: [digestOf(`console ${metricId(subject)}`)],
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
