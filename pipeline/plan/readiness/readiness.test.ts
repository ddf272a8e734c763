// The lines of the checklist, planned from small descriptions, and read from traces as a run would leave them.

import { describe, expect, test } from "vitest";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Digest } from "../../model/digest.ts";
import type { Finding } from "../../model/judge/finding.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import { stepsOf } from "../../model/work/plan.ts";
import type { Step } from "../../model/work/step.ts";
import type { Trace } from "../../model/record/trace.ts";
import { descriptionsWith, edited, host, patchText, pins } from "../../test/description-rig.ts";
import { type BootResult as Boot, trace, tracesOf } from "../../test/traces-rig.ts";
import { perPatchKernels } from "../matrix/per-patch-kernels.ts";
import type { RanPlan } from "../matrix/cell-record.ts";
import { isUnseen, type PlannedCheck } from "./planned-check.ts";
import { compiledFor } from "./other-architectures.ts";
import { plannedHeads } from "../matrix/rebases.ts";
import { type Readiness, readinessOf } from "./readiness.ts";
import { selectionOf } from "../read/selection.ts";

const series = {
  "patches/s/series": "one.patch\ntwo.patch\nthree.patch\n",
  "patches/s/two.patch": patchText.replaceAll("/f", "/g.c").replace("change it", "Change it"),
  "patches/s/three.patch": patchText.replaceAll("/f", "/h.c").replace("change it", "Turn it"),
};

function requestOf(all: Descriptions) {
  const selection = selectionOf(all, { platform: ["bare", "dom0"], series: ["s"] });
  return { all, selection, pins, host };
}

function planned(all: Descriptions, quick = true): Readiness {
  return readinessOf(requestOf(all), { cover: true, checkers: {}, quick });
}

function idsOf({ checks }: Readiness): Digest[] {
  return stepsOf(checks.flatMap(({ targets }) => targets)).map(({ id }) => id);
}

function line({ checks }: Readiness, name: string): PlannedCheck {
  const found = checks.find(({ check }) => check === name);
  if (!found) throw new Error(`there is no line ${name}`);
  return found;
}

const broken: Finding = {
  reason: "build-failed",
  fault: "series",
  summary: "the kernel does not build: f.c:1:1: error: no",
  detail: ["f.c:1:1: error: no"],
};

/** Kernels with no patch, one, two and all of them. */
type Kernels = readonly ("built" | "broken" | "no disk")[];

function seen(readiness: Readiness, name: string, kernels: Kernels, boots: readonly Boot[]) {
  return line(readiness, name).see(ranWith(readiness, kernels, boots));
}

function ranWith(readiness: Readiness, kernels: Kernels, boots: readonly Boot[]): RanPlan {
  const builds = line(readiness, "builds-after-each-patch").targets;
  const cells = line(readiness, "boots-after-each-patch").cells ?? [];
  const traces = new Map<Digest, Trace>(
    builds.map((built, at) => trace(built, ended(kernels[at]))),
  );
  for (const [at, cell] of cells.entries()) {
    const kernel = traces.get(cell.kernel.id);
    const blocked: Outcome = { status: "blocked", by: cell.kernel.id };
    const own =
      kernel?.outcome.status === "pass"
        ? tracesOf(cell, boots[at] ?? "pass")
        : [cell.booted, cell.judged].map((one: Step) => trace(one, blocked));
    for (const [id, one] of own) traces.set(id, one);
  }
  return { run: 1, platforms: all.platforms, traces };
}

function ended(how: Kernels[number] | undefined): Outcome {
  const file = { name: "bzImage", digest: "1".repeat(64), bytes: 1 };
  const kernel = { image: file, vmlinux: file, config: file, buildId: "ab", release: "7.2.13" };
  if (how === "broken") return fail(broken);
  if (how === "no disk") return { status: "error", message: "the disk is full", hint: "df -h" };
  return pass(kernel);
}

const all = await descriptionsWith(series);
const four = ["built", "built", "built", "built"] as const;

describe("the kernels after each patch", () => {
  test("are those of the ledger, and the head's and the series' own", () => {
    const request = requestOf(all);
    const { targets } = line(planned(all), "builds-after-each-patch");
    const ledger = perPatchKernels(request, plannedHeads(request)).map(({ built }) => built.id);
    expect(targets).toHaveLength(4);
    expect(targets.slice(1, 3).map(({ id }) => id)).toEqual(ledger);
  });

  test("are built on the objects of the unpatched head that every run builds", () => {
    const [base, ...patched] = line(planned(all), "builds-after-each-patch").targets;
    const ids = patched.map(({ inputs }) => inputs["headConfig"]?.id);
    expect(new Set(ids)).toEqual(new Set([base?.inputs["config"]?.id]));
  });

  test("are each booted on every chosen platform", () => {
    const { cells = [] } = line(planned(all), "boots-after-each-patch");
    expect(cells.map(({ series: of, platform }) => `${of} ${platform}`)).toEqual([
      "base bare",
      "base dom0",
      ...Array.from({ length: 3 }, () => ["s bare", "s dom0"]).flat(),
    ]);
  });

  test("need not keep before the last patch what the series promises", async () => {
    const promise = `series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\nkunit: [suite]\nexpects: { bare: { fact: x } }\n`;
    const promising = await descriptionsWith({ ...series, "patches/s/series.yaml": promise });
    const { cells = [] } = line(planned(promising), "boots-after-each-patch");
    const asked = cells
      .filter(({ platform }) => platform === "bare")
      .map((cell) => cell.judged.params);
    expect(asked.map(({ kunit, facts }) => [kunit, facts])).toEqual([
      [[], {}],
      [[], {}],
      [[], {}],
      [["suite"], { fact: "x" }],
    ]);
  });

  test("pass where all of them build and boot", () => {
    expect(seen(planned(all), "builds-after-each-patch", four, [])).toMatchObject({
      outcome: "passed",
      words: "3 kernels, flavour guest",
    });
    expect(seen(planned(all), "boots-after-each-patch", four, [])).toMatchObject({
      outcome: "passed",
      words: "6 boots, on bare and dom0",
    });
  });

  test("fail at the one that does not build, although the last one does", () => {
    const kernels = ["built", "built", "broken", "built"] as const;
    expect(seen(planned(all), "builds-after-each-patch", kernels, [])).toMatchObject({
      outcome: "failed",
      words: `2/3: ${broken.summary}`,
    });
    expect(seen(planned(all), "boots-after-each-patch", kernels, [])).toMatchObject({
      outcome: "person",
      details: ["bare", "dom0"].map((one) => `2/3 on ${one}: blocked: ${broken.summary}`),
    });
  });

  test("are unseen where a kernel was not made or a boot proves nothing, which is no success", () => {
    const isIt = (name: string, kernels: Kernels, boots: readonly Boot[] = []): boolean =>
      isUnseen(ranWith(planned(all), kernels, boots), line(planned(all), name));
    const builds = "builds-after-each-patch";
    const boots = "boots-after-each-patch";
    expect([isIt(builds, four), isIt(boots, four)]).toEqual([false, false]);
    const full: Kernels = ["built", "built", "no disk", "built"];
    expect([isIt(builds, full), isIt(boots, full)]).toEqual([true, true]);
    expect(isIt(boots, four, ["pass", "panic", "pass", "panic"])).toBe(true);
  });

  test("fail at the one that does not boot on one platform", () => {
    const boots: Boot[] = ["pass", "pass", "pass", "pass", "pass", "panic"];
    expect(seen(planned(all), "boots-after-each-patch", four, boots)).toMatchObject({
      outcome: "failed",
      words: "2/3 on dom0: fail: panic (run 1)",
    });
  });

  test("prove nothing against the series where the head itself does not boot or build", () => {
    const boots: Boot[] = ["pass", "panic", "pass", "panic", "pass", "panic", "pass", "panic"];
    expect(seen(planned(all), "boots-after-each-patch", four, boots).outcome).toBe("person");
    const head = ["broken", "broken", "broken", "broken"] as const;
    expect(seen(planned(all), "builds-after-each-patch", head, [])).toMatchObject({
      outcome: "person",
      words: `without the series: not looked at: ${broken.summary}`,
    });
  });

  test("prove nothing where the machine failed", () => {
    const kernels = ["built", "no disk", "built", "built"] as const;
    expect(seen(planned(all), "builds-after-each-patch", kernels, [])).toMatchObject({
      outcome: "person",
      words: "not looked at: the disk is full",
    });
  });
});

const armPlatform = `platform: bare-arm64
entry: direct
describes: Arm
arch: arm64
realness: real
lane: nightly
machine: virt
cpu: max
cpus: 1
memoryMiB: 512
cmdline: [console=ttyAMA0]
clocks: { boot: 10, silence: 10, cap: 60, drain: 3 }
probes: [memory]
evidence: {}
`;
const armFiles = {
  ...edited("twinboot.yaml", "flavours: [guest]", "flavours: [guest, guest-arm64]"),
  "images/architectures/arm64.yaml":
    "architecture: arm64\ndescribes: Arm\nmake: arm64\ntarget: Image\nimage: arch/arm64/boot/Image\nmachine: aarch64\ncross: aarch64-linux-gnu-\nchecked: true\nguest: arm64\nemulator: qemu-system-aarch64\n",
  "images/flavours/guest-arm64.yaml":
    "flavour: guest-arm64\narch: arm64\nbase: tinyconfig\nfragments: [guest.config]\n",
};

describe("the line of another architecture", () => {
  test("compiles touched files with its own compiler, before and after", async () => {
    const { targets } = line(planned(await withArm(series)), "arm64");
    expect(targets.map(({ params }) => params)).toMatchObject([
      { folder: "objects-guest-arm64", arch: { make: "arm64", prefix: "aarch64-linux-gnu-" } },
      { folder: "objects-guest-arm64", arch: { make: "arm64", prefix: "aarch64-linux-gnu-" } },
    ]);
  });

  test("is not applicable where only another one's files are touched, and needs no compiler", async () => {
    const other = Object.fromEntries(
      Object.entries(series).map(([path, text]) => [
        path,
        text.replaceAll(/(?<=[ab]\/)[fgh]/g, "arch/x86/$&"),
      ]),
    );
    const there = await withArm(other);
    const readiness = planned(there);
    expect(line(readiness, "arm64").targets).toEqual([]);
    expect(line(readiness, "arm64").see(ranWith(readiness, four, []))).toMatchObject({
      outcome: "not-applicable",
      words: "no touched C file is for it",
    });
    expect(compiledFor(there, requestOf(there).selection)).toEqual([]);
    expect(compiledFor(await withArm(series), requestOf(there).selection)).toEqual(["arm64"]);
  });

  test("is not applicable where its configuration leaves out every touched file", async () => {
    const readiness = planned(await withArm(series));
    const { targets, see } = line(readiness, "arm64");
    const nothing = pass({ objects: [], left: ["g.o"], errors: [], complaints: [] });
    const ran = ranWith(readiness, four, []);
    const traces = new Map([...ran.traces, ...targets.map((one) => trace(one, nothing))]);
    expect(see({ ...ran, traces })).toMatchObject({
      outcome: "not-applicable",
      words: "flavour guest-arm64 leaves out every touched file",
    });
  });
});

async function withArm(change: Record<string, string>): Promise<Descriptions> {
  const machine = { "images/platforms/bare-arm64.yaml": armPlatform };
  return descriptionsWith({ ...change, ...armFiles, ...machine });
}

describe("a line", () => {
  test("whose program is not installed is for a person, with what to type", () => {
    const sparse = line(planned(all), "sparse");
    expect(sparse.targets).toEqual([]);
    expect(sparse.see({ run: 1, platforms: new Map(), traces: new Map() })).toMatchObject({
      outcome: "person",
      words: "sparse is not installed: apt-get install sparse",
    });
  });

  test("that no step was done for is not passed", () => {
    const nothing = { run: 1, platforms: all.platforms, traces: new Map() };
    const resting = planned(all).checks.filter(
      ({ targets, cells }) => targets.length > 0 && targets.length < 4 && !cells,
    );
    expect(resting.length).toBeGreaterThan(5);
    for (const { see, check } of resting)
      expect([check, see(nothing).outcome]).toEqual([check, "person"]);
  });

  test("has a name of its own, a rule and a source", () => {
    const { checks } = planned(all);
    expect(new Set(checks.map(({ check }) => check)).size).toBe(checks.length);
    for (const { rule, source } of checks) {
      expect(rule).toMatch(/\.$|\)\.?$/);
      expect(source).toMatch(/^Documentation\//);
    }
  });

  test("is planned the same way twice", () => {
    expect(idsOf(planned(all))).toEqual(idsOf(planned(all)));
  });
});
