// Flavours and platforms of several architectures: which kernels are built, and what boots where.

import { describe, expect, test } from "vitest";
import type { Plan } from "../../model/work/plan.ts";
import {
  descriptionsWith,
  edited,
  type Files,
  host,
  patchText,
  pins,
} from "../../test/description-rig.ts";
import { planOf } from "../matrix/matrix.ts";
import { type Filters, neededHypervisors, selectionOf } from "./selection.ts";

const common = `describes: a machine
arch: i386
realness: real
lane: nightly
cpus: 1
memoryMiB: 512
cmdline: [console=ttyS0]
clocks: { boot: 10, silence: 10, cap: 60, drain: 3 }
probes: [memory]
evidence: {}
`;

const twoArchitectures = {
  ...edited("twinboot.yaml", "flavours: [guest]", "flavours: [guest, guest-i386]"),
  "images/architectures/i386.yaml":
    "architecture: i386\ndescribes: PCs\nmake: i386\ntarget: bzImage\nimage: arch/x86/boot/bzImage\nmachine: x86_64\ncompiler: i686-linux-gnu-gcc\nguest: x86\nemulator: qemu-system-x86_64\n",
  "images/flavours/guest-i386.yaml":
    "flavour: guest-i386\narch: i386\nbase: tinyconfig\nfragments: [guest.config]\n",
  "images/platforms/bare-i386.yaml": `platform: bare-i386\nentry: direct\nmachine: q35\ncpu: qemu32\n${common}`,
  "images/platforms/domu-i386.yaml": `platform: domu-i386\nentry: domu\nhost: dom0\nhostFlavour: guest\ntype: pvh\n${common}`,
};

async function planned(filters: Filters, change = {}): Promise<Plan> {
  const all = await descriptionsWith({ ...twoArchitectures, ...change });
  return planOf({ all, selection: selectionOf(all, filters), pins, host });
}

function kernelOf(plan: Plan, flavour: string, series = "base"): string | undefined {
  return plan.kernels.find((one) => one.flavour === flavour && one.series === series)?.built.id;
}

test("for a flavour of an architecture no hypervisor of another is needed", async () => {
  const all = await descriptionsWith(twoArchitectures);
  const other = { ...selectionOf(all, { platform: ["all"] }), flavours: ["guest-i386"] };
  const bare = { ...other, platforms: ["bare-i386", "dom0"] };
  expect(neededHypervisors(all, other)).toEqual(["xen"]);
  expect(neededHypervisors(all, bare)).toEqual([]);
});

test("a kernel is built only where a chosen platform is of its architecture", async () => {
  const plan = await planned({ platform: ["bare"] });
  expect(new Set(plan.kernels.map(({ flavour }) => flavour))).toEqual(new Set(["guest"]));
});

test("every platform boots the flavours of its own architecture and no other", async () => {
  const { cells } = await planned({ platform: ["all"], series: [] });
  expect(cells.map(({ flavour, platform }) => `${flavour} ${platform}`).toSorted()).toEqual([
    "guest bare",
    "guest dom0",
    "guest domu",
    "guest-i386 bare-i386",
    "guest-i386 domu-i386",
  ]);
});

test("a guest whose kernel can be no host boots under the flavour it names, of the same series", async () => {
  const plan = await planned({ platform: ["domu-i386"] });
  const cell = plan.cells.find(({ series }) => series === "s");
  const shared = cell?.booted.inputs["shared"];
  expect(shared?.inputs["kernel"]?.id).toBe(kernelOf(plan, "guest", "s"));
  expect(shared?.inputs["guestKernel"]?.id).toBe(kernelOf(plan, "guest-i386", "s"));
  expect(cell?.kernel.id).toBe(kernelOf(plan, "guest-i386", "s"));
  expect(plan.cells.map(({ platform }) => platform)).not.toContain("dom0");
});

test("guests of two architectures do not share a boot: they would share a kernel", async () => {
  const { cells } = await planned({ platform: ["domu", "domu-i386"], series: [] });
  const shared = cells.map(({ booted }) => booted.inputs["shared"]?.id);
  expect(new Set(shared).size).toBe(2);
});

test("the smoke test of such a guest's host is the host's row of the flavour it boots", async () => {
  const { cells } = await planned({ platform: ["dom0", "domu-i386"] });
  const judged = cells.find((one) => one.platform === "dom0" && one.series === "base")?.judged;
  const guests = cells.filter(({ platform }) => platform === "domu-i386");
  expect(guests.map((one) => one.host?.judged.id)).toEqual([judged?.id, judged?.id]);
});

test("a series that does not concern an architecture brings no option and no suite there", async () => {
  const change = {
    "patches/s/series.yaml":
      "series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\nkunit: [suite]\narch: [x86_64]\n",
    "patches/s/kconfig": "CONFIG_S=y\n",
  };
  const { cells, kernels } = await planned({ platform: ["bare", "bare-i386"] }, change);
  const asked = kernels.filter(({ series }) => series === "s").map(({ built }) => built.inputs);
  expect(asked.map(({ config }) => config?.params)).toMatchObject([
    { seriesFragment: "CONFIG_S=y\n" },
    { seriesFragment: "" },
  ]);
  const suites = cells.filter(({ series }) => series === "s").map(({ judged }) => judged.params);
  expect(suites).toMatchObject([{ kunit: ["suite"] }, { kunit: [] }]);
});

describe("in a run without filters, an architecture that no row of the lane is for", () => {
  const arm = {
    ...edited("twinboot.yaml", "flavours: [guest]", "flavours: [guest, guest-arm64]"),
    "images/architectures/arm64.yaml":
      "architecture: arm64\ndescribes: Arm\nmake: arm64\ntarget: Image\nimage: arch/arm64/boot/Image\nmachine: aarch64\ncross: aarch64-linux-gnu-\nguest: arm64\nemulator: qemu-system-aarch64\n",
    "images/flavours/guest-arm64.yaml":
      "flavour: guest-arm64\narch: arm64\nbase: tinyconfig\nfragments: [guest.config]\n",
    "images/platforms/bare-arm64.yaml": `platform: bare-arm64\nentry: direct\nmachine: virt\ncpu: max\n${common.replace("arch: i386", "arch: arm64")}`,
  };
  const taken = async (change: Files) => {
    const all = await descriptionsWith({ ...arm, ...change });
    return selectionOf(all, {}).platforms;
  };

  test("is not taken", async () => {
    expect(await taken({})).not.toContain("bare-arm64");
  });

  test("is taken where a series touches its files", async () => {
    const patch = patchText.replaceAll("a/f", "a/arch/arm64/f").replaceAll("b/f", "b/arch/arm64/f");
    expect(await taken({ "patches/s/one.patch": patch })).toContain("bare-arm64");
  });

  test("is taken where a series only removes a file of it", async () => {
    const at = patchText.indexOf("diff --git");
    const patch = `${patchText.slice(0, at)}diff --git a/arch/arm64/f b/arch/arm64/f
deleted file mode 100644
index 3e75765..0000000
--- a/arch/arm64/f
+++ /dev/null
@@ -1 +0,0 @@
-new
-- 
2.39.5
`;
    expect(await taken({ "patches/s/one.patch": patch })).toContain("bare-arm64");
  });

  test("is taken where a series asks for it", async () => {
    const yaml = "series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\narch: [arm64]\n";
    expect(await taken({ "patches/s/series.yaml": yaml })).toContain("bare-arm64");
  });

  test("is built across, by its own compiler, and booted by its own QEMU", async () => {
    const all = await descriptionsWith(arm);
    const selection = selectionOf(all, { platform: ["bare-arm64"], series: [] });
    const plan = planOf({ all, selection, pins, host });
    expect(plan.kernels[0]?.built.params).toMatchObject({ arch: { prefix: "aarch64-linux-gnu-" } });
    expect(plan.cells[0]?.booted.params).toMatchObject({
      emulator: "qemu-system-aarch64",
      accelerator: "tcg",
    });
  });

  test("on a machine of its own it is built by the machine's compiler", async () => {
    const all = await descriptionsWith(arm);
    const selection = selectionOf(all, { platform: ["bare-arm64", "bare"], series: [] });
    const plan = planOf({ all, selection, pins, host: { ...host, machine: "aarch64" } });
    const prefixes = plan.kernels.map(({ flavour, built }) => [flavour, built.params["arch"]]);
    expect(prefixes).toMatchObject([
      ["guest", { prefix: "x86_64-linux-gnu-" }],
      ["guest-arm64", { prefix: "" }],
    ]);
  });
});
