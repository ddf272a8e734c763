// The nightly lane as it is described here, planned on machines that are no PCs: what is theirs is native, the rest is made
// across and emulated, and what only a PC can build is skipped with the reason.

import { describe, expect, test } from "vitest";
import type { HostFacts } from "../../model/described/host.ts";
import { packagesOn, programNames } from "../../model/described/architecture.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/work/plan.ts";
import { readDescriptions } from "../read/read-descriptions.ts";
import {
  neededHeads,
  neededHostImages,
  neededHypervisors,
  selectionOf,
} from "../read/selection.ts";
import { host as pc, pins as somePins } from "../../test/description-rig.ts";
import { checkout } from "../../test/vm/cli-rig.ts";
import { planOf } from "./matrix.ts";
import { type Pins, pinSteps } from "./pins.ts";

const all = readDescriptions(checkout);
const selection = selectionOf(all, { lane: "nightly", head: ["sid"] });
const [tarball] = somePins.heads.values();
const [xen] = somePins.hypervisors.values();

function pinsOf(names: readonly string[], pin: unknown) {
  return new Map(names.map((name) => [name, pin])) as never;
}

const pins: Pins = {
  ...somePins,
  heads: pinsOf(neededHeads(all, selection), tarball),
  hypervisors: pinsOf(neededHypervisors(all, selection), xen),
  hostImages: pinsOf(neededHostImages(all, selection), []),
};

function planOn(machine: string): Plan {
  const host: HostFacts = { ...pc, machine };
  return planOf({ all, selection, pins, host });
}

function rows({ cells }: Plan): Set<string> {
  return new Set(cells.map(({ platform }) => platform));
}

function prefixes(plan: Plan): Record<string, unknown> {
  return Object.fromEntries(
    plan.kernels.map(({ flavour, built }) => [flavour, (built.params as Built).arch.prefix]),
  );
}
type Built = { readonly arch: { readonly prefix: string } };

describe.each([
  { machine: "aarch64", own: "guest-arm64" },
  { machine: "ppc64le", own: "guest-ppc64le" },
])("on $machine", ({ machine, own }) => {
  const plan = planOn(machine);

  test("kernels of its own are made by its own compiler, all others across", () => {
    expect(prefixes(plan)).toEqual({ ...others, [own]: "" });
  });

  test("what a PC boots is booted, but User Mode Linux, which is skipped with the reason", () => {
    const uml = new Set(["uml-ptrace", "uml-seccomp"]);
    const onPc = planOn("x86_64");
    expect(rows(plan)).toEqual(rows(onPc).difference(uml));
    const skipped = plan.skipped.filter(({ platform }) => uml.has(platform));
    expect(skipped.length).toBe(onPc.cells.filter(({ platform }) => uml.has(platform)).length);
    for (const { why } of skipped)
      expect(why).toBe(`kernels for um are built on x86_64 alone, and this machine is ${machine}`);
  });

  test("KVM is for guests of its own architecture alone", () => {
    const auto = { ...all, installation: { ...all.installation, accelerator: "auto" as const } };
    const proved = { ...pins, proof: { kvm: true, because: "a guest said so" } };
    const { cells } = planOf({ all: auto, selection, pins: proved, host: { ...pc, machine } });
    const archs = new Set(
      cells
        .filter(({ booted }) => booted.params["accelerator"] === "kvm")
        .map(({ platform }) => all.platforms.get(platform)?.arch),
    );
    expect(archs).toEqual(new Set([own.replace("guest-", "")]));
  });

  test("hypervisors, their tools and selftests for PCs are made across", () => {
    const made = plan.hypervisors.map(({ label, params }) => [label, params["target"]]);
    expect(made).toContainEqual([
      "build-hypervisor xen",
      { architecture: "x86_64", prefix: "x86_64-linux-gnu-" },
    ]);
    const named = Object.groupBy(stepsOf(targetsOf(plan)), ({ kind }) => kind.name);
    for (const kind of ["build-selftests", "build-hypervisor-tools"])
      expect(named[kind]?.map(({ params }) => params["prefix"])).toContain("x86_64-linux-gnu-");
  });

  test("images of PCs and packaged hypervisors are of packages for PCs", () => {
    const { hostImages, hypervisors } = pinSteps(all, selection, machine);
    for (const looked of [hostImages.get("dom0"), hypervisors.get("xen-trixie")])
      expect(looked?.params).toMatchObject({ architecture: "amd64" });
    const unpacked = plan.hypervisors.find(({ label }) => label.endsWith(" xen-trixie"));
    expect(unpacked?.params).toMatchObject({ architecture: "amd64" });
  });

  test("the programs of its own are looked at, and modules of QEMU where its libraries are", () => {
    const { compilers, modules } = programNames([...all.architectures.values()], machine);
    expect(compilers.get("")).toEqual(["gcc"]);
    expect(compilers.get("x86_64-linux-gnu-")).toContain("i686-linux-gnu-gcc");
    expect(modules).toEqual([libraries[machine]]);
  });

  test("QEMU and firmware for PCs are installed with their first kernel", () => {
    const needs = all.architectures.get("x86_64");
    const packages = new Set(needs && Object.values(packagesOn(needs, machine)));
    for (const name of ["qemu-system-x86", "seabios", "ovmf", "gcc-x86-64-linux-gnu"])
      expect(packages).toContain(name);
  });
});

const libraries: Readonly<Record<string, string>> = {
  aarch64: "/usr/lib/aarch64-linux-gnu/qemu",
  ppc64le: "/usr/lib/powerpc64le-linux-gnu/qemu",
};

const others = {
  guest: "x86_64-linux-gnu-",
  "guest-i386": "x86_64-linux-gnu-",
  "guest-numa": "x86_64-linux-gnu-",
  "guest-arm64": "aarch64-linux-gnu-",
  "guest-ppc64le": "powerpc64le-linux-gnu-",
  "guest-riscv64": "riscv64-linux-gnu-",
  "guest-s390x": "s390x-linux-gnu-",
};
