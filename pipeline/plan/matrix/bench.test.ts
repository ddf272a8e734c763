// What is measured: pure, twice each, and the same kernels as a run builds.

import { describe, expect, test } from "vitest";
import { benchTargetsOf } from "../../model/cost/bench-plan.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { stepsOf } from "../../model/work/plan.ts";
import { descriptionsWith, edited, host, patchText, pins } from "../../test/description-rig.ts";
import { benchPlanOf, type BenchWishes } from "./bench.ts";
import { planOf } from "./matrix.ts";
import { type Filters, selectionOf } from "../read/selection.ts";

const plain: BenchWishes = { ledger: false, where: false };
const withBench: Readonly<Record<string, string>> = {
  ...edited(
    "twinboot.yaml",
    "accelerator: tcg",
    "bench: { platforms: [bare, dom0, domu], native: plain }\naccelerator: tcg",
  ),
  "images/flavours/plain.yaml":
    "flavour: plain\narch: x86_64\nbase: tinyconfig\nfragments: [guest.config]\n",
};

/** One, with a flavour and a platform of it. */
function otherArchitecture(name: string, cross: string) {
  const { "twinboot.yaml": text } = withBench;
  return {
    "twinboot.yaml": text?.replace("flavours: [guest]", `flavours: [guest, guest-${name}]`),
    [`images/architectures/${name}.yaml`]: `architecture: ${name}\ndescribes: others\nmake: ${name}\ntarget: Image\nimage: Image\nmachine: ${name}\ncross: ${cross}-linux-gnu-\nguest: ${name}\nemulator: qemu-system-other\n`,
    [`images/flavours/guest-${name}.yaml`]: `flavour: guest-${name}\narch: ${name}\nbase: tinyconfig\nfragments: [guest.config]\n`,
    [`images/platforms/bare-${name}.yaml`]: `platform: bare-${name}\ndescribes: a machine\narch: ${name}\nrealness: real\nlane: nightly\nentry: direct\nmachine: virt\ncpu: max\ncpus: 1\nmemoryMiB: 512\ncmdline: [console=ttyS0]\nclocks: { boot: 10, silence: 10, cap: 60, drain: 3 }\nprobes: [memory]\nevidence: {}\n`,
  };
}

function bench(all: Descriptions, wishes = plain, filters: Filters = { platform: ["all"] }) {
  return benchPlanOf({ all, selection: selectionOf(all, filters), pins, host }, wishes);
}

describe("a bench plan", () => {
  test("counts base and series on every platform, and the base without PARAVIRT on bare ones", async () => {
    const { counts } = bench(await descriptionsWith(withBench));
    const rows = counts.map(({ of, platform }) => `${of.flavour} ${of.series} ${platform}`);
    expect(rows).toEqual([
      ...["base", "s"].flatMap((series) =>
        ["bare", "dom0", "domu"].map((platform) => `guest ${series} ${platform}`),
      ),
      "plain base bare",
    ]);
  });

  test("counts arm64 by a timer whose ticks are instructions, and nothing for its profile", async () => {
    const all = await descriptionsWith({ ...withBench, ...otherArchitecture("arm64", "aarch64") });
    const of = bench(all, { ledger: false, where: true }, { platform: ["bare-arm64", "bare"] });
    const named = of.counts.map(({ platform, cpu }) => `${platform} ${cpu}`);
    expect(new Set(named)).toEqual(
      new Set(["bare-arm64 max,cntfrq=1000000000", "bare qemu64,+svm,+npt"]),
    );
    expect(new Set(of.profiles.map(({ platform }) => platform))).toEqual(new Set(["bare"]));
  });

  test("builds no flavour without PARAVIRT of an architecture that is not counted", async () => {
    const all = await descriptionsWith({ ...withBench, ...otherArchitecture("arm64", "aarch64") });
    const { plan } = bench(all, plain, { platform: ["bare-arm64"] });
    expect(new Set(plan.kernels.map(({ flavour }) => flavour))).toEqual(new Set(["guest-arm64"]));
  });

  test("refuses what was not shown to give equal counts, with the reason", async () => {
    const all = await descriptionsWith({
      ...withBench,
      ...otherArchitecture("riscv64", "riscv64"),
    });
    const why = /bare-riscv64: its timer ticks at 10 MHz/;
    expect(() => bench(all, plain, { platform: ["bare-riscv64"] })).toThrow(why);
    const both = bench(all, plain, { platform: ["bare-riscv64", "bare"] });
    expect(both.notCounted).toEqual([expect.stringMatching(why)]);
    expect(new Set(both.counts.map(({ platform }) => platform))).toEqual(new Set(["bare"]));
    const z = { ...withBench, ...otherArchitecture("s390x", "s390x") };
    const other = await descriptionsWith(z);
    expect(() => bench(other, plain, { platform: ["bare-s390x"] })).toThrow(
      "bare-s390x: nobody has shown yet that two boots of its architecture give equal counts",
    );
  });

  test("leaves the flavour without PARAVIRT alone where flavours or no bare platform are named", async () => {
    const all = await descriptionsWith(withBench);
    const flavoursOf = (filters: Filters) =>
      new Set(bench(all, plain, filters).plan.kernels.map(({ flavour }) => flavour));
    expect(flavoursOf({ platform: ["dom0"] })).toEqual(new Set(["guest"]));
    expect(flavoursOf({ platform: ["bare"], flavour: ["guest"] })).toEqual(new Set(["guest"]));
  });

  test("takes every count twice, in boots that differ in nothing else", async () => {
    const steps = stepsOf(benchTargetsOf(bench(await descriptionsWith(withBench))));
    const boots = steps.filter(({ kind }) => kind.name === "count-boot");
    const but = boots.map(({ params, inputs }) =>
      JSON.stringify([{ ...params, take: 0 }, Object.values(inputs).map(({ id }) => id)]),
    );
    expect(boots).toHaveLength(14);
    expect(new Set(but).size).toBe(7);
  });

  test("measures the kernels that a run builds, to the step", async () => {
    const all = await descriptionsWith(withBench);
    const selection = selectionOf(all, {});
    const built = planOf({ all, selection, pins, host }).kernels.map((one) => one.built.id);
    const measured = new Set(bench(all).counts.map(({ of }) => of.built.id));
    expect(built.every((id) => measured.has(id))).toBe(true);
  });

  test("of a ledger has a kernel for each patch, on bare platforms", async () => {
    const two = { "patches/s/series": "one.patch\ntwo.patch\n", "patches/s/two.patch": patchText };
    const { counts } = bench(await descriptionsWith({ ...withBench, ...two }), {
      ...plain,
      ledger: true,
    });
    const some = counts.filter(({ of }) => of.patches !== undefined);
    expect(some.map(({ of, platform }) => [of.series, of.patches, platform])).toEqual([
      ["s", 1, "bare"],
    ]);
  });

  describe("where a guest has booted with KVM", () => {
    const proved = { ...pins, proof: { kvm: true, because: "a guest booted" } };
    const kvm = {
      ...withBench,
      ...edited(
        "twinboot.yaml",
        "accelerator: tcg",
        "bench: { platforms: [bare, dom0, domu], native: plain }\naccelerator: auto",
      ),
    };
    const timesOf = async (accelerated: typeof kvm, with_: typeof pins) => {
      const all = await descriptionsWith(accelerated);
      const selection = selectionOf(all, { platform: ["all"] });
      return benchPlanOf({ all, selection, pins: with_, host }, plain).times;
    };

    test("times base and series in turns, each boot after the one before it", async () => {
      const times = await timesOf(kvm, proved);
      const bare = times.filter(({ platform }) => platform === "bare");
      expect(new Set(times.map(({ platform }) => platform))).toEqual(new Set(["bare", "dom0"]));
      expect(bare).toHaveLength(24);
      const [a, b, c, d] = bare.map(({ of }) => of.series);
      expect([a, b]).toEqual([d, c]);
      for (const [at, { booted }] of times.entries())
        expect(booted.inputs["after"]?.id).toBe(times[at - 1]?.booted.id);
      expect(new Set(times.map(({ booted }) => booted.id)).size).toBe(times.length);
    });

    test("times nothing where it did not, or where TCG is asked for", async () => {
      expect(await timesOf(kvm, pins)).toEqual([]);
      expect(await timesOf(withBench, proved)).toEqual([]);
    });
  });
});
