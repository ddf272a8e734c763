// The plan: pure, shared where work is shared, and the unpatched head first.

import { describe, expect, test } from "vitest";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/work/plan.ts";
import { keyOf } from "../../model/work/step.ts";
import {
  bareOnly,
  descriptionsWith,
  edited,
  host,
  hostWith,
  patchText,
  pins,
} from "../../test/description-rig.ts";
import { planOf } from "./matrix.ts";
import { type Filters, selectionOf } from "../read/selection.ts";

const everything: Filters = { head: ["all"], platform: ["all"] };

function planned(all: Descriptions, filters = everything): Plan {
  return planOf({ all, selection: selectionOf(all, filters), pins, host });
}

function kindsOf(plan: Plan): Record<string, number> {
  const kinds = stepsOf(targetsOf(plan)).map(({ kind }) => kind.name);
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]),
  );
}

function idsOf(plan: Plan): string[] {
  return stepsOf(targetsOf(plan)).map(({ id }) => id);
}

type PlanRequest = Parameters<typeof planOf>[0];

function requestFor(all: Descriptions): PlanRequest {
  return { all, selection: selectionOf(all, everything), pins, host };
}

/** The kinds of the steps that differ after a change. */
async function changedKinds(change: (all: Descriptions) => PlanRequest): Promise<Set<string>> {
  const all = await descriptionsWith();
  const before = new Set(idsOf(planned(all)));
  const after = stepsOf(targetsOf(planOf(change(all))));
  return new Set(after.filter(({ id }) => !before.has(id)).map(({ kind }) => kind.name));
}

const secondSeries = {
  "patches/t/series.yaml": "series: t\ntitle: T\nlicense: GPL-2.0\nbase: main\n",
  "patches/t/series": "one.patch\n",
  "patches/t/one.patch": patchText,
};

describe("the plan", () => {
  test("is pure: equal descriptions give the same steps, wherever they were read", async () => {
    const [one, two] = [await descriptionsWith(), await descriptionsWith()];
    expect(idsOf(planned(one))).toEqual(idsOf(planned(two)));
  });

  test("does each thing once: a kernel for each tree, a boot for each cell", async () => {
    const plan = planned(await descriptionsWith());
    expect(kindsOf(plan)).toEqual({
      "import-head": 2,
      "rebase-series": 2,
      "configuration-files": 4,
      "configure-kernel": 4,
      "build-kernel": 4,
      "build-hypervisor": 1,
      "build-guest": 1,
      "build-host-image": 1,
      constant: 1,
      boot: 8,
      "boot-guests": 4,
      "guest-boot": 4,
      "judge-boot": 12,
    });
  });

  test("asks for one short boot of each kernel, then for those that a host shares", async () => {
    const plan = planned(await descriptionsWith());
    const kinds = targetsOf(plan).flatMap(({ inputs }) =>
      inputs["booted"] ? [inputs["booted"].kind.name] : [],
    );
    const kernels = new Set(plan.cells.map(({ kernel }) => kernel.id)).size;
    expect(new Set(kinds.slice(0, kernels))).toEqual(new Set(["boot"]));
    expect(kinds.lastIndexOf("guest-boot")).toBeLessThan(kinds.indexOf("boot", kernels));
  });

  test("boots one kernel on every platform of a row", async () => {
    const { cells } = planned(await descriptionsWith());
    const rows = Map.groupBy(cells, ({ series, head }) => `${series} ${head}`);
    expect(rows.size).toBe(4);
    for (const row of rows.values())
      expect(new Set(row.map(({ kernel }) => kernel.id)).size).toBe(1);
  });

  test("builds each series on the kernel of its unpatched head", async () => {
    const { kernels } = planned(await descriptionsWith(secondSeries));
    expect(kernels).toHaveLength(6);
    for (const { head, source, series, built } of kernels) {
      const base = kernels.find((one) => one.head === head && one.series === "base");
      const { source: own, head: on, config, headConfig } = built.inputs;
      expect(own).toBe(source);
      expect(on).toBe(base?.source);
      expect(headConfig?.id).toBe(base?.built.inputs["config"]?.id);
      expect(config?.id === headConfig?.id).toBe(series === "base");
    }
  });

  test("puts the unpatched cell before those it is compared with, and points at it", async () => {
    const { cells } = planned(await descriptionsWith(secondSeries));
    for (const [at, cell] of cells.entries()) {
      const base = cells.findIndex(
        (one) => one.series === "base" && one.head === cell.head && one.platform === cell.platform,
      );
      if (cell.series === "base") expect(cell.baseJudged).toBeUndefined();
      else expect([base < at, cell.baseJudged?.id]).toEqual([true, cells[base]?.judged.id]);
    }
  });

  test("imports the head a series was written on even where it is not run", async () => {
    const plan = planned(await descriptionsWith(), { ...bareOnly, head: ["next"] });
    expect(plan.heads.map(({ name }) => name)).toEqual(["next"]);
    expect(kindsOf(plan)["import-head"]).toBe(2);
    expect(plan.cells.map(({ head }) => head)).toEqual(["next", "next"]);
  });

  test("builds no hypervisor and no host image where no chosen platform has one", async () => {
    const all = await descriptionsWith();
    const selection = selectionOf(all, bareOnly);
    const none = { ...pins, hypervisors: new Map(), hostImages: new Map() };
    const plan = planOf({ all, selection, pins: none, host });
    expect(Object.keys(kindsOf(plan))).not.toContain("build-host-image");
    expect(Object.keys(kindsOf(plan))).not.toContain("build-hypervisor");
  });

  test("asks of a patched cell what its series promises there, of the unpatched nothing", async () => {
    const all = await descriptionsWith({
      "patches/s/series.yaml":
        "series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\nkunit: [suite]\nexpects: { bare: { a: b, c: null } }\nskips: { bare: { suite: why } }\n",
    });
    const asked = planned(all, bareOnly).cells.map(({ series, judged }) => [series, judged.params]);
    expect(asked).toMatchObject([
      ["base", { facts: {}, kunit: [] }],
      ["s", { facts: { a: "b", c: null }, kunit: ["suite"], skips: { suite: "why" } }],
    ]);
  });

  test("imports and builds once what two names of one tree share", async () => {
    const all = await descriptionsWith();
    const same = pins.heads.get("main");
    if (!same) throw new Error("the rig pins no main");
    const heads = new Map([...pins.heads, ["next", same] as const]);
    const selection = selectionOf(all, everything);
    const plan = planOf({ all, selection, pins: { ...pins, heads }, host });
    expect(plan.kernels).toHaveLength(4);
    expect(kindsOf(plan)).toMatchObject({
      "import-head": 1,
      "build-kernel": 2,
      boot: 4,
      "boot-guests": 2,
    });
  });

  test("names a kernel by its tree: a series that changes nothing builds nothing", async () => {
    const { kernels } = planned(await descriptionsWith(), {});
    const config = { config: { name: ".config", digest: "d", bytes: 1 }, notInHead: [] };
    const keys = kernels.map(({ series, built }) =>
      keyOf(built, { source: { commit: series, tree: "t", release: "7.2.13" }, config }),
    );
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test("puts inputs before what needs them", async () => {
    const seen = new Set<string>();
    for (const step of stepsOf(targetsOf(planned(await descriptionsWith())))) {
      for (const input of Object.values(step.inputs)) expect(seen.has(input.id)).toBe(true);
      seen.add(step.id);
    }
  });
});

describe("a change of", () => {
  const bytes = "cd".repeat(32);
  test.each(["compiler", "digest"])("the %s makes anew what it compiles, no more", async (what) => {
    const other = hostWith({ toolchain: { ...host.toolchain, [what]: bytes } });
    const changed = await changedKinds((all) => ({ ...requestFor(all), host: other }));
    expect(changed).toEqual(
      new Set([
        "configure-kernel",
        "build-kernel",
        "build-hypervisor",
        "build-guest",
        "build-host-image",
        "boot",
        "boot-guests",
        "guest-boot",
        "judge-boot",
      ]),
    );
  });

  test.each(["digest", "loads"])("QEMU (%s) boots again, and builds nothing", async (what) => {
    const other = hostWith({ qemu: { ...host.qemu, [what]: bytes } });
    const changed = await changedKinds((all) => ({ ...requestFor(all), host: other }));
    expect(changed).toEqual(new Set(["boot", "boot-guests", "guest-boot", "judge-boot"]));
  });

  test("the number of CPUs of this machine changes nothing", async () => {
    const changed = await changedKinds((all) => ({
      ...requestFor(all),
      host: { ...host, cpus: 64 },
    }));
    expect(changed).toEqual(new Set());
  });
});

test("KVM that was asked for and not proved is the user's mistake, never a silent TCG", async () => {
  const all = await descriptionsWith();
  const installation = { ...all.installation, accelerator: "kvm" as const };
  expect(() => planned({ ...all, installation }, {})).toThrow("no /dev/kvm");
});

test("with `auto`, KVM is taken exactly where a guest has booted with it", async () => {
  const all = await descriptionsWith();
  const installation = { ...all.installation, accelerator: "auto" as const };
  const selection = selectionOf(all, bareOnly);
  for (const kvm of [true, false]) {
    const proved = { ...pins, proof: { kvm, because: "seen" } };
    const { cells } = planOf({ all: { ...all, installation }, selection, pins: proved, host });
    for (const { booted } of cells) expect(booted.params["accelerator"]).toBe(kvm ? "kvm" : "tcg");
  }
});

describe("guests of one host", () => {
  const second = {
    "images/platforms/domu2.yaml": (
      edited("images/platforms/domu.yaml", "pv", "pvh")["images/platforms/domu.yaml"] ?? ""
    ).replace("platform: domu", "platform: domu2"),
  };
  const nightly = {
    "images/platforms/domu2.yaml": second["images/platforms/domu2.yaml"].replace(
      "lane: every-run",
      "lane: nightly",
    ),
  };
  const one = { series: [], platform: ["all"] };

  test("share one boot for each kernel, and are judged each by its own record", async () => {
    const plan = planned(await descriptionsWith(second), one);
    expect(kindsOf(plan)).toMatchObject({ boot: 2, "boot-guests": 1, "guest-boot": 2 });
    const guests = plan.cells.filter(({ host: under }) => under);
    expect(guests.map(({ platform }) => platform)).toEqual(["domu", "domu2"]);
    expect(new Set(guests.map(({ judged }) => judged.id)).size).toBe(2);
  });

  test("that are not chosen are not booted", async () => {
    const plan = planned(await descriptionsWith(second), { series: [], platform: ["domu2"] });
    const shared = plan.cells[0]?.booted.inputs["shared"];
    expect(shared?.params["guests"]).toMatchObject([{ platform: "domu2" }]);
    expect(plan.cells[0]?.host).toBeUndefined();
  });

  test("of the nightly lane have a boot of their own, so that one more leaves the others' records alone", async () => {
    const before = idsOf(planned(await descriptionsWith(), one));
    const plan = planned(await descriptionsWith(nightly), one);
    expect(kindsOf(plan)).toMatchObject({ "boot-guests": 2 });
    expect(before.filter((id) => !idsOf(plan).includes(id))).toEqual([]);
  });

  test("are seen against their host's own row with the unpatched kernel", async () => {
    const { cells } = planned(await descriptionsWith(), { platform: ["all"] });
    const smoke = cells.find(({ series, platform }) => series === "base" && platform === "dom0");
    const guests = cells.filter(({ platform }) => platform === "domu");
    expect(guests.map(({ host: under }) => under?.judged.id)).toEqual([
      smoke?.judged.id,
      smoke?.judged.id,
    ]);
  });
});

describe("a platform that is known not to work here", () => {
  test("is skipped with the reason, and so are its guests; the others are booted", async () => {
    const all = await descriptionsWith(
      edited("images/platforms/dom0.yaml", "cpus: 1", 'cpus: 1\nneeds: { hypervisor: ">=4.20" }'),
    );
    const plan = planned(all, { series: [], platform: ["all"] });
    const why = "dom0 needs hypervisor >=4.20; here it is 4.17.5-1";
    expect(plan.skipped).toMatchObject([
      { platform: "dom0", why },
      { platform: "domu", why },
    ]);
    expect(plan.cells.map(({ platform }) => platform)).toEqual(["bare"]);
  });
});
