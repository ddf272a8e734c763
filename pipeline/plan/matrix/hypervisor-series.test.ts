// A series of the hypervisor's own: what it makes is one more hypervisor, whose rows stand beside those without it.

import { describe, expect, test } from "vitest";
import type { SourcePin } from "../../model/described/hypervisor.ts";
import { descriptionsWith, type Files, host, patchText, pins } from "../../test/description-rig.ts";
import { type Filters, selectionOf } from "../read/selection.ts";
import { required } from "../required.ts";
import { planOf } from "./matrix.ts";
import { pinSteps } from "./pins.ts";

function seriesWith(keys = "", name = "faster"): Files {
  const folder = `patches/${name}`;
  const described = `series: ${name}\ntitle: T\nlicense: GPL-2.0\nfor: xen\nbase: xen\n`;
  return {
    [`${folder}/series.yaml`]: described + keys,
    [`${folder}/series`]: "one.patch\n",
    [`${folder}/one.patch`]: patchText,
  };
}

const master = `hypervisor: master
source: { git: "https://example.org/xen.git", ref: master }
config: ../xen/xen.config
tests: ../xen/tests.list
`;
const commit: SourcePin = {
  git: "https://example.org/xen.git",
  ref: "master",
  commit: "7".repeat(40),
};

async function planned(files: Files, filters: Filters = {}) {
  const all = await descriptionsWith(files);
  const selection = selectionOf(all, filters);
  const xen = required(pins.hypervisors.get("xen"), "xen");
  const { hypervisors } = pinSteps(all, selection, "x86_64");
  const seen = [...hypervisors.keys()].map((name): [string, SourcePin] => [
    name,
    name === "master" ? commit : xen,
  ]);
  return planOf({ all, selection, host, pins: { ...pins, hypervisors: new Map(seen) } });
}

type Planned = Awaited<ReturnType<typeof planned>>;

function cellsOf({ cells }: Planned): string[] {
  return cells.map(({ series, platform }) => `${platform} ${series}`);
}

function cellOf({ cells }: Planned, platform: string, series: string) {
  const found = cells.find((one) => one.platform === platform && one.series === series);
  return required(found, platform);
}

describe("a series of the hypervisor's own", () => {
  test("is rebased onto the hypervisor's source and built from it, and the head stays as it is", async () => {
    const plan = await planned(seriesWith());
    const { rebased, head } = required(
      plan.rebases.find(({ series }) => series === "faster"),
      "faster",
    );
    expect(head).toBe("xen");
    expect(rebased.inputs["head"]?.kind.name).toBe("import-hypervisor");
    const [own, made] = plan.hypervisors;
    expect([own?.label, made?.label]).toEqual(["build-hypervisor xen", "build-hypervisor faster"]);
    expect(own?.inputs).toEqual({});
    expect(made?.inputs["rebased"]?.id).toBe(rebased.id);
    expect(plan.kernels.map(({ series }) => series)).toEqual(["base", "s"]);
  });

  test("is booted with unpatched kernels alone, on the rows that every run has under that hypervisor", async () => {
    expect(cellsOf(await planned(seriesWith()))).toEqual([
      ...["bare", "dom0", "domu", "dom0-on-faster", "domu-on-faster"].map((name) => `${name} base`),
      ...["bare", "dom0", "domu"].map((name) => `${name} s`),
    ]);
  });

  test("meets its other half in all four combinations, whichever of the two is asked for", async () => {
    const halves = seriesWith("with: [s]\n");
    for (const filters of [{}, { series: ["faster"] }, { series: ["s", "faster"] }]) {
      const cells = cellsOf(await planned(halves, { ...filters, platform: ["domu-on-faster"] }));
      const all = ["domu base", "domu-on-faster base", "domu s", "domu-on-faster s"];
      expect(cells).toEqual(all);
    }
  });

  test("is not there where others are asked for", async () => {
    const plan = await planned(seriesWith(), { series: ["s"], lane: "nightly" });
    expect(cellsOf(plan).filter((name) => name.includes("faster"))).toEqual([]);
    expect(plan.hypervisors.map(({ label }) => label)).toEqual(["build-hypervisor xen"]);
  });

  test("is seen against the same kernel under the hypervisor without it, and every guest must name it", async () => {
    const plan = await planned(seriesWith("with: [s]\n"));
    const cell = cellOf(plan, "domu-on-faster", "base");
    expect(cell.hypervisorSeries).toBe("faster");
    expect(cell.elsewhere).toEqual({
      platform: "domu",
      judged: cellOf(plan, "domu", "base").judged,
    });
    expect(cell.host?.platform).toBe("dom0-on-faster");
    const { facts } = cell.judged.params["evidence"] as { facts: Record<string, string> };
    expect(facts["sys.hypervisor.properties.changeset"]).toMatch(/^series:faster:[0-9a-f]{12}$/);
    expect(cellOf(plan, "domu", "base").hypervisorSeries).toBeUndefined();
  });

  test("may be of a hypervisor from git: its rows are copies of that one's, and name the series, not the commit", async () => {
    const rows = "rows: { platforms: [dom0, domu], lane: nightly, image: dom0 }\n";
    const plan = await planned({
      ...seriesWith("", "other"),
      "patches/other/series.yaml":
        "series: other\ntitle: T\nlicense: GPL-2.0\nfor: master\nbase: xen\n",
      "hypervisor/master/hypervisor.yaml": master + rows,
    });
    const cell = cellOf(plan, "domu-on-master-on-other", "base");
    expect(cell.elsewhere?.platform).toBe("domu-on-master");
    const { facts } = cell.judged.params["evidence"] as { facts: Record<string, string> };
    expect(facts["sys.hypervisor.properties.changeset"]).toMatch(/^series:other:/);
    const { rebased } = required(
      plan.rebases.find(({ series }) => series === "other"),
      "other",
    );
    expect(rebased.inputs["writtenOn"]?.label).toBe("import-hypervisor xen");
  });

  test("builds nothing of the hypervisor that it was only written on", async () => {
    const plan = await planned(
      {
        ...seriesWith(),
        "patches/faster/series.yaml":
          "series: faster\ntitle: T\nlicense: GPL-2.0\nfor: xen\nbase: master\n",
        "hypervisor/master/hypervisor.yaml": master,
      },
      { series: ["faster"] },
    );
    expect(plan.hypervisors.map(({ label }) => label)).toEqual([
      "build-hypervisor xen",
      "build-hypervisor faster",
    ]);
  });
});

test.each([
  ["for: nothing", /for: unknown hypervisor nothing/],
  ["with: [t]", /with: unknown series t/],
  ["kunit: [x]", /kunit: this is for series of the kernel/],
  ["base: main", /base: unknown hypervisor main/],
])("a mistake in it is told, and stops no other: %s", async (keys, message) => {
  const [key = ""] = keys.split(":");
  const files = seriesWith();
  const described = required(files["patches/faster/series.yaml"], "series.yaml");
  const lines = described.split("\n").filter((line) => line && !line.startsWith(`${key}:`));
  const all = await descriptionsWith({
    ...files,
    "patches/faster/series.yaml": `${[...lines, keys].join("\n")}\n`,
  });
  expect(all.brokenSeries.get("faster")?.message).toMatch(message);
  expect([...all.series.keys()]).toEqual(["s"]);
  expect([...all.platforms.keys()].some((name) => name.includes("faster"))).toBe(false);
});
