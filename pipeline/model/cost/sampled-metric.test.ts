import { describe, expect, test } from "vitest";
import type { Accelerator } from "../described/accelerator.ts";
import { interleavedBoots } from "../boot/boot-order.ts";
import type { BootRecord } from "../boot/boot-record.ts";
import { digestOf } from "../digest.ts";
import { metricSchema } from "./metric.ts";
import { sampledMetric, type TimedBoot } from "./sampled-metric.ts";

const subject = {
  workload: "lat_syscall/getppid",
  unit: "nanoseconds",
  iterations: 1000,
  series: "base",
  head: "sid",
  flavour: "guest",
  platform: "bare-q35",
  kernel: digestOf("bzImage"),
} as const;

function timedBoots(accelerator: Accelerator): TimedBoot[] {
  const ours = interleavedBoots(["base", "series"], 10, 1).filter(({ arm }) => arm === "base");
  return ours.map((planned, at) => ({
    planned,
    record: recordOf(accelerator, at),
    values: [100 + at, 90 + at, 300 + at],
  }));
}

function recordOf(accelerator: Accelerator, at: number): BootRecord {
  return {
    platform: "bare-q35",
    accelerator,
    kvmProof: "/dev/kvm opens, but the guest died",
    qemu: digestOf("qemu"),
    console: { name: "console.log", digest: digestOf(`console ${at}`), bytes: 10 },
    nonce: "0123456789abcdef",
    seconds: 4,
    ended: { how: "exited", because: "power-off", exitCode: 0 },
    qemuSaid: [],
  };
}

describe("timed boots", () => {
  test("under KVM are a row: a value a boot, the thrown away ones left out", () => {
    const row = sampledMetric(subject, timedBoots("kvm"));
    if (!("metric" in row)) throw new Error(row.refused);
    expect(metricSchema.parse(row.metric)).toMatchObject({ class: "sampled", accelerator: "kvm" });
    expect(row.metric.values).toEqual([102, 103, 104, 105, 106, 107, 108, 109, 110, 111]);
    expect(row.metric.evidence[0]).toBe(digestOf("console 2"));
  });

  test("under TCG are refused, even where one boot of many was", () => {
    expect(sampledMetric(subject, timedBoots("tcg"))).toEqual({
      refused: expect.stringMatching(/^booted with TCG: its times are the translator's/u) as string,
    });
    const [one, ...others] = timedBoots("kvm");
    if (!one) throw new Error("no boot");
    const mixed = [...others, { ...one, record: recordOf("tcg", 0) }];
    expect(sampledMetric(subject, mixed)).toHaveProperty("refused");
  });

  test("that gave no value are no row", () => {
    const silent = timedBoots("kvm").map(({ planned, record }) => ({
      planned,
      record,
      values: [],
    }));
    expect(sampledMetric(subject, silent)).toEqual({ refused: "no boot that counts gave a value" });
  });
});
