// Whatever `./twinboot run` plans can be made again by a worker.

import { expect, test } from "vitest";
import type { SourcePin } from "../../model/described/hypervisor.ts";
import { stepsOf, targetsOf } from "../../model/work/plan.ts";
import { required } from "../../plan/required.ts";
import { planOf } from "../../plan/matrix/matrix.ts";
import { selectionOf } from "../../plan/read/selection.ts";
import { descriptionsWith, host, patchText, pins } from "../../test/description-rig.ts";
import { kinds } from "./kinds.ts";
import { readStepFile, stepFileOf, stepIn } from "./step-file.ts";

/** What the small checkout has none of. */
const packaged = `hypervisor: packaged
source: { package: xen-hypervisor-4.20-amd64, suite: trixie }
rows: { platforms: [dom0], lane: nightly, facts: { sys.hypervisor.version.minor: "20" } }
`;

const program = `platform: program
entry: uml
describes: a kernel that is a program
arch: x86_64
realness: real
lane: every-run
cpus: 1
memoryMiB: 64
cmdline: []
clocks: { boot: 10, silence: 10, cap: 60, drain: 3 }
probes: [memory]
evidence: {}
`;

const deb = { package: "xen-hypervisor-4.20-amd64", version: "4.20.0-1", file: "xen.deb" };
const pin = { ...deb, sha256: "ab".repeat(32) };
const xen = required(pins.hypervisors.get("xen"), "xen");
const more: [string, SourcePin][] = [
  ["packaged", pin],
  ["faster", xen],
];
const withPackaged = { ...pins, hypervisors: new Map([...pins.hypervisors, ...more]) };

test("every step of a plan goes to another machine as data, and comes out the same", async () => {
  const all = await descriptionsWith({
    "hypervisor/packaged/hypervisor.yaml": packaged,
    "images/platforms/program.yaml": program,
    "patches/faster/series.yaml":
      "series: faster\ntitle: T\nlicense: GPL-2.0\nfor: xen\nbase: xen\n",
    "patches/faster/series": "one.patch\n",
    "patches/faster/one.patch": patchText,
  });
  const selection = selectionOf(all, { head: ["all"], platform: ["all"] });
  const targets = targetsOf(planOf({ all, selection, pins: withPackaged, host }));
  const steps = stepsOf(targets);
  const seen = steps.filter(({ kind }) => kind.nature === "observation");
  const observed = Object.fromEntries(seen.map(({ id }) => [id, null]));
  const file = readStepFile(stepFileOf(steps));
  expect(steps.length).toBeGreaterThan(20);
  for (const { id, label } of steps)
    expect(stepIn(file, id, kinds, observed)).toMatchObject({ id, label });
});
