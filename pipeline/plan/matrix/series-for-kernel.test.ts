// A suite that not every kernel can have: left out on old heads, and said.

import { expect, test } from "vitest";
import type { HeadPin } from "../../model/described/head.ts";
import { descriptionsWith, type Files, host, pins } from "../../test/description-rig.ts";
import { planOf } from "./matrix.ts";
import { selectionOf } from "../read/selection.ts";

function seriesWith(needs: string): Files {
  return {
    "patches/s/series.yaml": `series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\nkunit: [old, new]\nneeds: { ${needs} }\n`,
    "patches/s/kconfig": "CONFIG_OLD=y\nCONFIG_NEW=y\n",
  };
}

const need = '{ kernel: ">=7.0", option: CONFIG_NEW, because: it is new }';

const asDebian = (version: string): HeadPin => ({
  kind: "debian",
  package: "linux-source",
  version,
  suite: "sid",
  sha256: "ab".repeat(32),
});

/** What the series' row on this head is asked, and what stands in its place. */
async function askedWith(pin: HeadPin) {
  const all = await descriptionsWith(seriesWith(`new: ${need}`));
  const selection = selectionOf(all, { platform: ["bare"] });
  const heads = new Map(pins.heads).set("main", pin);
  const plan = planOf({ all, selection, pins: { ...pins, heads }, host });
  return {
    options: plan.kernels.at(-1)?.built.inputs["config"]?.params["seriesFragment"],
    suites: plan.cells.at(-1)?.judged.params["kunit"],
    notAsked: plan.rebases.at(-1)?.notAsked,
  };
}

test("a kernel that is new enough is asked for all suites", async () => {
  const all = { options: "CONFIG_OLD=y\nCONFIG_NEW=y\n", suites: ["old", "new"], notAsked: [] };
  expect(await askedWith(asDebian("7.0.2-1"))).toEqual(all);
});

test("an older one is neither asked for the suite nor for its option, and the reason stands", async () => {
  expect(await askedWith(asDebian("1:6.12.117-1~deb12u1"))).toEqual({
    options: "CONFIG_OLD=y\n",
    suites: ["old"],
    notAsked: ["new: needs kernel >=7.0: it is new"],
  });
});

test("a head that does not tell its version beforehand is asked for all", async () => {
  const asked = await askedWith({ kind: "tarball", from: "linux.tar.xz", sha256: "" });
  expect(asked).toMatchObject({ suites: ["old", "new"], notAsked: [] });
});

test.each([
  [`other: ${need}`, /needs: other is not in its kunit/],
  [`new: ${need.replace("_NEW", "_GONE")}`, /new: CONFIG_GONE is not in its kconfig/],
  [`new: ${need.replace(">=7.0", "seven")}`, /not a range of versions/],
])("what is left out must be there: %s", async (needs, message) => {
  const { brokenSeries } = await descriptionsWith(seriesWith(needs));
  expect(brokenSeries.get("s")?.message).toMatch(message);
});
