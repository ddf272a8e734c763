// Which hypervisors a platform can be searched under, and in which order.

import { expect, test } from "vitest";
import { descriptionsWith } from "../../test/description-rig.ts";
import { betweenVersions, rowsOfPlatform } from "./rows-of-platform.ts";

const all = await descriptionsWith({
  "hypervisor/next/hypervisor.yaml": `hypervisor: next
source: { package: xen-hypervisor-4.20-amd64, suite: trixie }
rows: { platforms: [dom0], lane: nightly, image: dom0, facts: { minor: "20" } }
`,
});

test("a platform has a row under its own hypervisor and under those that describe one, from either side", () => {
  const rows = new Map([
    ["next", "dom0-on-next"],
    ["xen", "dom0"],
  ]);
  expect(rowsOfPlatform(all, "dom0")).toEqual({ plain: "dom0", under: "xen", rows });
  expect(rowsOfPlatform(all, "dom0-on-next")).toEqual({ plain: "dom0", under: "next", rows });
  expect(rowsOfPlatform(all, "domu")?.rows).toEqual(new Map([["xen", "domu"]]));
  expect(rowsOfPlatform(all, "bare")).toBeUndefined();
});

const [built, bookworm, stable, trixie, master] = [
  "4.17.5+72-g01140da4e8-1",
  "4.17.5+72-g01140da4e8-1+deb12u1",
  "4.20.1-pre (stable-4.20 at 0123456789ab)",
  "1:4.20.2+7-g1badcf5035-0+deb13u1",
  "4.23-unstable (master at 0123456789ab)",
].map((version) => ({ version })) as [Version, Version, Version, Version, Version];
type Version = { readonly version: string };
const shuffled = [trixie, built, master, bookworm, stable];

test("between two hypervisors are those whose versions are, in the direction that is asked", () => {
  expect(betweenVersions(shuffled, built, master)).toEqual([
    built,
    bookworm,
    stable,
    trixie,
    master,
  ]);
  expect(betweenVersions(shuffled, trixie, bookworm)).toEqual([trixie, stable, bookworm]);
  expect(betweenVersions([built, trixie], built, trixie)).toEqual([built, trixie]);
});
