import { describe, expect, test } from "vitest";
import { descriptionsWith, edited, type Files } from "../../test/description-rig.ts";
import { neededHostImages, neededHypervisors, selectionOf } from "./selection.ts";

const other = "hypervisor/other/hypervisor.yaml";
const image = "images/tools/image.yaml";

/** Another hypervisor, as a suite ships it, whose dom0 has the tools of that suite. */
function under(rows: string, lane = "nightly"): Files {
  return {
    [other]: `hypervisor: other
source: { package: xen-hypervisor-4.20-amd64, suite: trixie }
rows: { platforms: [${rows}], lane: ${lane}, image: tools, facts: { minor: "20" } }
`,
    [image]:
      'image: tools\ndescribes: tools\nsuite: trixie\nonTopOf: dom0\ninstead: { "4.17": "4.20" }\n',
    "images/dom0/packages": "xen-utils-4.17\n",
  };
}

/** With the options and the tests of the other one. */
const like = "config: ../xen/xen.config\ntests: ../xen/tests.list\n";
const rows = "rows: { platforms: [dom0], lane: nightly }\n";

function fromGit(more: string): string {
  const source = 'source: { git: "https://example.org/xen.git", ref: master }';
  return `hypervisor: other\n${source}\n${like}${more}\n`;
}

const fromTarball = `hypervisor: other
source: { tarball: "https://example.org/xen.tar.gz", sha256: ${"ab".repeat(32)} }
${like}${rows}`;

describe("a platform under another hypervisor", () => {
  test("is the same but for the hypervisor, what proves it, the tools and the lane, and stands in words", async () => {
    const { platforms, platformProse } = await descriptionsWith(under("dom0, domu"));
    const [dom0, domu] = [platforms.get("dom0"), platforms.get("domu")];
    const evidence = { ...dom0?.evidence, facts: { minor: "20" } };
    expect(platforms.get("dom0-on-other")).toEqual({
      ...dom0,
      platform: "dom0-on-other",
      lane: "nightly",
      evidence,
      hypervisor: { ...(dom0?.entry === "dom0" && dom0.hypervisor), name: "other" },
      serves: { image: "tools" },
    });
    expect(platforms.get("domu-on-other")).toEqual({
      ...domu,
      platform: "domu-on-other",
      lane: "nightly",
      evidence,
      host: "dom0-on-other",
    });
    expect(platformProse.get("domu-on-other")).toBe("a machine, under other");
  });

  test("has the promises and the known faults of the one it is a copy of", async () => {
    const all = await descriptionsWith({
      ...under("dom0, domu"),
      ...edited(
        "patches/s/series.yaml",
        "base: main",
        "base: main\nexpects: { domu: { a: b } }\nskips: { domu: { suite: why } }",
      ),
      "images/known/k.yaml":
        "known: k\nlist: allow\nconsole: noise\nplatforms: [domu]\nreason: it is harmless\nlink: https://example.org/k\nexpires: 2999-01-01\n",
    });
    const [series, known] = [all.series.get("s"), all.known.get("k")];
    expect(series?.expects["domu-on-other"]).toEqual({ a: "b" });
    expect(series?.skips["domu-on-other"]).toEqual({ suite: "why" });
    expect(known?.platforms).toEqual(["domu", "domu-on-other"]);
  });

  test("is served by the tools of its own version, from the texts of the other image", async () => {
    const { hostImages } = await descriptionsWith(under("dom0"));
    expect(hostImages.get("tools")?.sources["packages"]).toBe("xen-utils-4.20\n");
    expect(hostImages.get("dom0")?.sources["packages"]).toBe("xen-utils-4.17\n");
  });

  test("is taken by --hypervisor in any lane, by its own name or the plain one", async () => {
    const all = await descriptionsWith(under("dom0, domu"));
    const taken = (platform?: string[]) =>
      selectionOf(all, { hypervisor: ["other"], ...(platform ? { platform } : {}) });
    expect(taken().platforms).toEqual(["dom0-on-other", "domu-on-other"]);
    expect(taken(["domu"]).platforms).toEqual(["domu-on-other"]);
    expect(taken(["domu-on-other"]).platforms).toEqual(["domu-on-other"]);
    expect(neededHypervisors(all, taken())).toEqual(["other"]);
    expect(neededHostImages(all, taken())).toEqual(["tools"]);
    expect(() => taken(["bare"])).toThrow("unknown platform bare");
    expect(() => selectionOf(all, { hypervisor: ["nex"] })).toThrow("unknown hypervisor nex");
    expect(selectionOf(all, {}).platforms).toEqual(["bare", "dom0", "domu"]);
  });

  test("serves no guests where no suite has tools of it, and a commit proves it without facts", async () => {
    const all = await descriptionsWith({ [other]: fromGit(rows) });
    const [dom0, row] = [all.platforms.get("dom0"), all.platforms.get("dom0-on-other")];
    expect(row).toMatchObject({ evidence: dom0?.evidence, hypervisor: { name: "other" } });
    expect(row).not.toHaveProperty("serves");
    expect(all.hypervisors.get("other")).toMatchObject({ fragment: "CONFIG_PV=y\n" });
  });

  test.each([
    ["one that is not described", under("dom1"), "dom1"],
    ["one without a hypervisor", under("bare"), "bare is neither"],
    ["a guest without its dom0", under("domu"), "needs its dom0"],
    ["one that is named twice", under("dom0, dom0"), "described already"],
    ["one of a tarball that nothing tells from others", { [other]: fromTarball }, "rows.facts"],
    [
      "a guest whose dom0 has no tools",
      { [other]: fromGit("rows: { platforms: [dom0, domu], lane: nightly }") },
      "has no serves",
    ],
    ["an image that is not there", { ...under("dom0"), [image]: undefined }, "tools"],
  ])("is refused where it is %s", async (_, files, words) => {
    await expect(descriptionsWith(files)).rejects.toThrow(words);
  });
});
