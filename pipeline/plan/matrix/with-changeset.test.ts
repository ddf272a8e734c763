// What is built of a commit, and a source that cannot be had: both are the matter of their own rows.

import { expect, test } from "vitest";
import type { SourcePin } from "../../model/described/hypervisor.ts";
import { descriptionsWith, host, pins } from "../../test/description-rig.ts";
import { selectionOf } from "../read/selection.ts";
import { required } from "../required.ts";
import { planOf } from "./matrix.ts";

const source = { git: "https://example.org/xen.git", ref: "master" };
const all = await descriptionsWith({
  "hypervisor/master/hypervisor.yaml": `hypervisor: master
source: { git: "${source.git}", ref: ${source.ref} }
config: ../xen/xen.config
tests: ../xen/tests.list
rows: { platforms: [dom0, domu], lane: nightly, image: dom0 }
`,
});

function planned(pin: SourcePin) {
  const selection = selectionOf(all, { lane: "nightly" });
  const hypervisors = new Map([...pins.hypervisors, ["master", pin]]);
  const { cells, skipped } = planOf({ all, selection, host, pins: { ...pins, hypervisors } });
  expect(skipped).toEqual([]);
  return new Map(cells.map((cell) => [`${cell.platform} ${cell.series}`, cell]));
}

function factsOf(
  cell: ReturnType<typeof planned> extends Map<string, infer C> ? C | undefined : never,
) {
  return cell?.judged.params["evidence"] as { facts?: Record<string, string> } | undefined;
}

const commit = "7".repeat(40);
const changeset = "sys.hypervisor.properties.changeset";

test("every guest under a commit must report it, and no other guest is asked", () => {
  const cells = planned({ ...source, commit });
  for (const platform of ["dom0", "domu"]) {
    const under = factsOf(cells.get(`${platform}-on-master base`))?.facts;
    expect(under?.[changeset]).toBe(`git:${commit}`);
    expect(factsOf(cells.get(`${platform} base`))?.facts?.[changeset]).toBeUndefined();
  }
});

test("a row under another hypervisor is seen against the unpatched kernel under the platform's own, in any order", () => {
  const cells = planned({ ...source, commit });
  for (const platform of ["dom0", "domu"])
    for (const series of ["base", "s"]) {
      const { elsewhere } = required(cells.get(`${platform}-on-master ${series}`), series);
      expect(elsewhere?.judged).toBe(cells.get(`${platform} base`)?.judged);
      expect(cells.get(`${platform} ${series}`)?.elsewhere).toBeUndefined();
    }
  const asked = ["dom0-on-master", "dom0"];
  const selection = selectionOf(all, { platform: asked, series: [] });
  const hypervisors = new Map([...pins.hypervisors, ["master", { ...source, commit }]]);
  const [copy, own] = planOf({ all, selection, host, pins: { ...pins, hypervisors } }).cells;
  expect([copy?.platform, own?.platform]).toEqual(asked);
  expect(copy?.elsewhere).toEqual({ platform: "dom0", judged: own?.judged });
});

test("a source that is out of reach is in no step of other rows", () => {
  const [with_, without] = [
    planned({ ...source, commit }),
    planned({ outOfReach: "no such host", next: "x" }),
  ];
  expect([...without.keys()]).toEqual([...with_.keys()]);
  for (const [name, { booted }] of without)
    expect(booted.id === with_.get(name)?.booted.id).toBe(!name.includes("-on-master"));
});
