// What a description may say, and how each mistake is named. Nothing starts while one is there.

import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../model/errors.ts";
import {
  checkoutWith,
  descriptionsWith,
  edited,
  type Files,
  patchText,
} from "../../test/description-rig.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { formatResolution } from "../../parse/patch/resolution.ts";
import { readDescriptions } from "./read-descriptions.ts";

/** A mistake in a series is kept for its row; any other one stops the reading. */
async function mistakeIn(change: Files): Promise<Pick<UserError, "message" | "hint">> {
  const root = await checkoutWith(change);
  try {
    const [broken] = readDescriptions(root).brokenSeries.values();
    if (broken) return broken;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was found wrong with it");
}

const yaml = "twinboot.yaml";
const series = "patches/s/series.yaml";
const bare = "images/platforms/bare.yaml";
const domu = "images/platforms/domu.yaml";
const flavour = "images/flavours/guest.yaml";
const xen = "hypervisor/xen/hypervisor.yaml";

const sha256 = "ab".repeat(32);
const hunks = [{ header: "@@ -1 +1 @@", oldStart: 1, newStart: 1, lines: ["-a\n", "+b\n"] }];

type Mistake = readonly [what: string, change: Files, ...named: string[]];

/** What is wrong, the files that make it so, and what the message must name. */
// prettier-ignore
const mistakes: readonly Mistake[] = [
  ["no twinboot.yaml", { [yaml]: undefined }, yaml],
  ["malformed YAML", { [yaml]: "heads: [\n" }, yaml, "line 2"],
  ["a key given twice", edited(yaml, "accelerator: tcg", "accelerator: tcg\naccelerator: kvm"), yaml, "unique"],
  ["an unknown key", edited(yaml, "accelerator: tcg", "accelerator: tcg\naccelerater: kvm"), yaml, "accelerater"],
  ["an unknown key deep inside", edited(bare, "drain: 3", "drain: 3, drian: 4"), bare, "clocks.drian"],
  ["a key of the wrong type", edited(bare, "cpus: 1", "cpus: two"), bare, "cpus"],
  ["a text where a list must be", edited(bare, "cmdline: [console=ttyS0]", "cmdline: console=ttyS0"), bare, "cmdline"],
  ["a key that is missing", edited(bare, "machine: q35\n", ""), bare, "machine"],
  ["an empty file", { [flavour]: "" }, flavour],
  ["a head of no known kind", edited(yaml, "kind: git", "kind: svn"), yaml, "heads.next.kind"],
  ["a head whose digest is none", edited(yaml, "sha256: ab", "sha256: xy"), yaml, "heads.main.sha256"],
  ["a git address that begins an option", edited(yaml, "https://example.org/linux.git", "--upload-pack=x"), yaml, "heads.next.url"],
  ["a git address of a transport that runs programs", edited(yaml, "https://example.org/linux.git", "ext::sh -c x"), yaml, "heads.next.url"],
  ["a ref that begins an option", edited(yaml, "ref: master", "ref: --exec"), yaml, "heads.next.ref"],
  ["a tarball's path that begins an option", edited(yaml, "from: linux.tar.xz", "from: -o/etc/x"), yaml, "heads.main.from"],
  ["an accelerator that is none", edited(yaml, "accelerator: tcg", "accelerator: hvf"), yaml, "accelerator"],
  ["a default head that is not described", edited(yaml, "heads: [main]", "heads: [mian]"), yaml, "default.heads", "mian"],
  ["a default flavour that is not described", edited(yaml, "flavours: [guest]", "flavours: [host]"), yaml, "default.flavours", "host"],
  ["a default lane that is none", edited(yaml, "lane: every-run", "lane: weekly"), yaml, "default.lane"],
  ["no default head", edited(yaml, "heads: [main]", "heads: []"), yaml, "default.heads"],
  ["a series without series.yaml", { [series]: undefined }, series],
  ["a series written on a head that is not described", edited(series, "base: main", "base: mian"), series, "base", "mian"],
  ["promises for a platform that is not described", edited(series, "base: main", "base: main\nexpects: { bear: { a: b } }"), series, "expects", "bear"],
  ["a suite skipped on a platform that is not described", edited(series, "base: main", "base: main\nskips: { bear: { a: b } }"), series, "skips", "bear"],
  ["a promise that is a number", edited(series, "base: main", "base: main\nexpects: { bare: { a: 1 } }"), series, "expects.bare.a"],
  ["a series' name with a slash", edited(series, "series: s", "series: ../s"), series, "series"],
  ["no order of patches", { "patches/s/series": undefined }, "patches/s/series"],
  ["an order that names no patch", { "patches/s/series": "\n# none\n" }, "patches/s/series"],
  ["a patch that is not there", { "patches/s/series": "one.patch\ntwo.patch\n" }, "patches/s/series", "two.patch"],
  ["a patch that is no patch", { "patches/s/one.patch": "hello\n" }, "patches/s/one.patch"],
  ["a mail without a diff", { "patches/s/one.patch": patchText.slice(0, patchText.indexOf("diff --git")) }, "patches/s/one.patch"],
  ["a patch that is cut off", { "patches/s/one.patch": patchText.replace("+newer\n", "") .replace("-- \n2.39.5\n", "") }, "patches/s/one.patch", "truncated"],
  ["a patch that writes outside the tree", { "patches/s/one.patch": patchText.replaceAll("/f", "/../f") }, "patches/s/one.patch", "leaves the tree"],
  ["a patch that writes into .git", { "patches/s/one.patch": patchText.replaceAll("/f", "/.GIT/hooks/f") }, "patches/s/one.patch", ".git"],
  ["a patch of 21 MB", { "patches/s/one.patch": patchText + "x".repeat(21 * 2 ** 20) }, "patches/s/one.patch", "22 MB"],
  ["a patch outside its folder", { "patches/s/series": "../x.patch\n", "patches/x.patch": patchText }, "patches/s/series", "../x.patch"],
  ["a patch in a folder below", { "patches/s/series": "a/x.patch\n", "patches/s/a/x.patch": patchText }, "patches/s/series", "a/x.patch"],
  ["a patch by its whole path", { "patches/s/series": "/etc/x.patch\n" }, "patches/s/series", "/etc/x.patch"],
  ["a patch called like an option", { "patches/s/series": "-x.patch\n", "patches/s/-x.patch": patchText }, "patches/s/series", "-x.patch"],
  ["a resolution that is none", { "patches/s/resolutions/one.resolution": "Patch: one.patch\nHat: x\n" }, "patches/s/resolutions/one.resolution:2:"],
  ["something else among the resolutions", { "patches/s/resolutions/one.orig": "x\n" }, "patches/s/resolutions/one.orig"],
  ["quilt's strip option", { "patches/s/series": "one.patch -p0\n" }, "patches/s/series", "one.patch -p0"],
  ["one patch named twice", { "patches/s/series": "one.patch\none.patch\n" }, "patches/s/series", "one.patch"],
  ["two series of one name", { "patches/t/series.yaml": "series: s\ntitle: T\nlicense: GPL-2.0\nbase: main\n", "patches/t/series": "one.patch\n", "patches/t/one.patch": patchText, }, "patches/t", "patches/s", "name s"],
  ["a series called like the unpatched row", edited(series, "series: s", "series: base"), series, "base"],
  ["a series called like the filter for every one", edited(series, "series: s", "series: all"), series, "all"],
  ["a fragment that is not there", { "images/flavours/guest.config": undefined }, "images/flavours/guest.config"],
  ["a fragment outside its folder", edited(flavour, "guest.config", "../guest.config"), flavour, "fragments.0"],
  ["a flavour over a base that is none", edited(flavour, "tinyconfig", "allyesconfig"), flavour, "base"],
  ["an optional symbol that is none", edited(flavour, "base:", "optional: [XEN]\nbase:"), flavour, "optional.0"],
  ["two platforms of one name", { "images/platforms/z.yaml": edited(bare, "q35", "q35")[bare] }, "images/platforms/z.yaml", "bare.yaml"],
  ["a platform under a hypervisor that is not described", edited("images/platforms/dom0.yaml", "name: xen", "name: nex"), "images/platforms/dom0.yaml", "hypervisor.name", "nex"],
  ["a dom0 without a hypervisor", edited(bare, "entry: direct", "entry: dom0"), bare, "hypervisor"],
  ["a domU of no known type", edited(domu, "type: pv", "type: vp"), domu, "type"],
  ["a guest of a host that is not described", edited(domu, "host: dom0", "host: dom1"), domu, "host", "dom1"],
  ["a domU under a host that is no dom0", edited(domu, "host: dom0", "host: bare"), domu, "host", "bare"],
  ["a guest of QEMU under Xen", edited(domu, "entry: domu\nhost: dom0\ntype: pv", "entry: hosted\nmachine: q35\ncpu: host\nhost: dom0"), domu, "host", "dom0"],
  ["a host that serves no guests", edited("images/platforms/dom0.yaml", "serves: { image: dom0 }\n", ""), domu, "host", "dom0"],
  ["a host that is no dom0 itself", edited("images/platforms/dom0.yaml", "name: xen,", 'name: xen, at: { kernel: "0x1", initramfs: "0x2", domain: { memoryMiB: 64 } },'), "images/platforms/dom0.yaml", "serves"],
  ["a host that serves from an image that is not there", edited("images/platforms/dom0.yaml", "serves: { image: dom0 }", "serves: { image: domo }"), "images/platforms/dom0.yaml", "serves.image", "domo"],
  ["a guest with an image that is not there", edited(domu, "type: pv", "type: pv\nimage: domo"), domu, "image", "domo"],
  ["an image on top of one that is not there", edited("images/dom0/image.yaml", "suite: bookworm", "suite: bookworm\nonTopOf: domo"), "images/dom0/image.yaml", "onTopOf", "domo"],
  ["selftests that no list has", edited(bare, "cpus: 1", "selftests: [x68]\ncpus: 1"), bare, "selftests", "x68"],
  ["a baseline that needs a host itself", edited(bare, "cpus: 1", "baseline: domu\ncpus: 1"), bare, "baseline", "domu"],
  ["a selftest without a limit", { "images/selftests/list": "x86 x86/iopl_64\n" }, "images/selftests/list", "line 1"],
  ["a label of FLASK that would end the line", edited(domu, "type: pv", `type: pv\nseclabel: 'a:b:c"'`), domu, "seclabel"],
  ["a version range that is none", edited(bare, "cpus: 1", "needs: { qemu: new }\ncpus: 1"), bare, "needs.qemu"],
  ["a comma in a field of an SMBIOS table", edited(bare, "cpus: 1", 'smbios: ["type=1,product=a,b"]\ncpus: 1'), bare, "smbios.0"],
  ["a comma in a word of a command line", edited(bare, "[console=ttyS0]", '["console=ttyS0,115200"]'), bare, "cmdline.0"],
  ["a blank in a word of a command line", edited(bare, "[console=ttyS0]", "[console=ttyS0 quiet]"), bare, "cmdline.0"],
  ["a quote in a word of a domU's command line", edited(domu, "[console=ttyS0]", `['a"b']`), domu, "cmdline.0"],
  ["a machine that begins an option", edited(bare, "machine: q35", "machine: -drive"), bare, "machine"],
  ["a guest of another system that is said to be ours", edited(domu, "type: pv", "type: pv\nguest: { kernel: /boot/mach }"), domu, "realness"],
  ["a guest of another system that is none", edited(domu, "realness: real", "realness: foreign-guest"), domu, "realness"],
  ["a platform with nothing to prove", edited(bare, "probes: [memory]", "probes: []"), bare, "probes"],
  ["a time of nothing", edited(bare, "boot: 10", "boot: 0"), bare, "clocks.boot"],
  ["more CPUs than a platform may have", edited(bare, "cpus: 1", "cpus: 999"), bare, "cpus"],
  ["a hypervisor's folder without its description", { [xen]: undefined }, xen],
  ["a hypervisor's options that are not there", { "hypervisor/xen/xen.config": undefined }, "hypervisor/xen/xen.config"],
  ["a hypervisor's version that YAML made a number", edited(xen, '"4.17"', "4.17"), xen, "source.version"],
  ["a source package called like an option", edited(xen, "debian: xen", "debian: --x"), xen, "source.debian"],
  ["no boot sector", { "images/accelerator/boot.S": undefined }, "images/accelerator/boot.S"],
];

describe("a checkout with", () => {
  for (const [what, change, ...named] of mistakes)
    test(`${what} is refused by a message that names file and key`, async () => {
      const { message, hint } = await mistakeIn(change);
      for (const name of named) expect(message).toContain(name);
      expect(message.split("\n")).toHaveLength(1);
      expect(hint).not.toBe("");
    });
});

describe("a series that is broken", () => {
  const other = {
    "patches/t/series.yaml": "series: t\ntitle: T\nlicense: GPL-2.0\nbase: main\n",
    "patches/t/series": "one.patch\n",
    "patches/t/one.patch": patchText,
  };

  test("does not stop the others", async () => {
    const all = await descriptionsWith({ ...other, "patches/s/one.patch": "hello\n" });
    expect([...all.series.keys()]).toEqual(["t"]);
    expect([...all.brokenSeries.keys()]).toEqual(["s"]);
  });

  test("by needing itself over another is named with the whole loop, and so is the other", async () => {
    const ids = { s: "20260101-s-0123456789ab", t: "20260101-t-0123456789ab" };
    const needing = (name: "s" | "t", needed: "s" | "t"): string =>
      `series: ${name}\ntitle: T\nlicense: GPL-2.0\nbase: main\nchange-id: ${ids[name]}\nprerequisites: [{ change-id: ${ids[needed]} }]\n`;
    const all = await descriptionsWith({
      ...other,
      "patches/t/series.yaml": needing("t", "s"),
      [series]: needing("s", "t"),
    });
    expect(all.brokenSeries.get("s")?.message).toContain("s needs t needs s");
    expect(all.brokenSeries.get("t")?.message).toContain("t needs s needs t");
  });

  test("by a prerequisite that is nowhere says which, and how to bring it in", async () => {
    const needs = "base: main\nprerequisites: [{ message-id: 2026.1@example.org }]";
    const all = await descriptionsWith(edited(series, "base: main", needs));
    const broken = all.brokenSeries.get("s");
    expect(broken?.message).toContain("message-id 2026.1@example.org is not in any series here");
    expect(broken?.hint).toContain("./twinboot import");
  });
});

describe("a patch", () => {
  test("that is a symbolic link out of its folder is refused", async () => {
    const root = await checkoutWith({ "patches/s/one.patch": undefined });
    const outside = join(await temporaryFolder(), "secret");
    await writeFile(outside, patchText);
    await symlink(outside, join(root, "patches/s/one.patch"));
    const broken = readDescriptions(root).brokenSeries.get("s");
    expect(broken?.message).toMatch(/patches\/s\/series: lists one\.patch/);
  });

  test("that was saved with CR LF is read as git am reads it", async () => {
    const saved = { "patches/s/one.patch": patchText.replaceAll("\n", "\r\n") };
    const { series: all } = await descriptionsWith(saved);
    expect(all.get("s")?.patches[0]?.text).toBe(patchText);
  });

  test("of a file whose lines end with CR LF keeps them", async () => {
    const kept = patchText.replace("-new\n+newer\n", "-new\r\n+newer\r\n");
    const { series: all } = await descriptionsWith({ "patches/s/one.patch": kept });
    expect(all.get("s")?.patches[0]?.text).toBe(kept);
  });

  test("may have a comment behind its name, and lines may be empty", async () => {
    const { series: all } = await descriptionsWith();
    expect(all.get("s")?.patches.map(({ name }) => name)).toEqual(["one.patch"]);
  });
});

describe("descriptions", () => {
  test("are read whole: defaults are filled in, fragments joined in order", async () => {
    const all = await descriptionsWith({
      ...edited(flavour, "[guest.config]", "[guest.config, more.config]"),
      "images/flavours/more.config": "# CONFIG_64BIT is not set\n",
      "patches/s/kconfig": "CONFIG_S=y\n",
    });
    expect(all.flavours.get("guest")?.fragment).toBe(
      "CONFIG_64BIT=y\n\n# CONFIG_64BIT is not set\n",
    );
    expect(all.flavours.get("guest")?.optional).toEqual([]);
    expect(all.series.get("s")).toMatchObject({ kconfig: "CONFIG_S=y\n", kunit: [], expects: {} });
    const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
    expect(all.platforms.get("bare")?.evidence).toEqual(evidence);
    expect([...all.platforms.keys()]).toEqual(["bare", "dom0", "domu"]);
    expect(all.hypervisors.get("xen")).toMatchObject({ fragment: "CONFIG_PV=y\n" });
    expect(all.guest).toEqual({ "init.c": "int main(void) { return 0; }\n" });
    expect(Object.keys(all.hostImages.get("dom0")?.sources ?? {}).toSorted()).toEqual([
      "files",
      "init",
      "packages",
    ]);
  });

  test("hold the resolutions of a series, and which of them have had their day", async () => {
    const kept = formatResolution({
      patch: "one.patch",
      head: "main",
      pin: "linux.tar.xz",
      commit: "1".repeat(40),
      author: "R <r@example.org>",
      date: "2020-01-01",
      why: "",
      answers: [{ path: "f", keys: [sha256], hunks }],
    });
    const all = await descriptionsWith({
      "patches/s/resolutions/a.resolution": kept,
      "patches/s/resolutions/b.resolution": kept.replace("\n\n", "\nExpires: 2020-12-31\n\n"),
      "patches/s/resolutions/c.resolution": kept.replace("\n\n", "\nExpires: 9999-12-31\n\n"),
    });
    const resolutions = all.series.get("s")?.resolutions ?? [];
    expect(resolutions.map(({ name, expired }) => `${name} ${expired}`)).toEqual([
      "a.resolution false",
      "b.resolution true",
      "c.resolution false",
    ]);
  });

  test("need no series: the unpatched head is worth a run", async () => {
    const none = {
      "patches/s/series.yaml": undefined,
      "patches/s/series": undefined,
      "patches/s/one.patch": undefined,
    };
    expect((await descriptionsWith(none)).series.size).toBe(0);
  });

  test("of this checkout are right", () => {
    const all = readDescriptions(join(import.meta.dirname, "../../.."));
    expect([...all.platforms.keys()]).toContain("bare-q35");
  });
});

const knownEntry = (change: string) => `known: tsc
list: allow
console: 'tsc\\.c:\\d+'
platforms: [bare]
reason: QEMU cannot show it
link: https://lore.example/1
${change}
`;
const readKnown = async (text: string, today = "2026-11-21") =>
  readDescriptions(await checkoutWith({ "images/known/tsc.yaml": text }), new Date(today));

describe("an entry of images/known/", () => {
  test("holds until its last day, and is an error from then on", async () => {
    const text = knownEntry("expires: 2026-11-21");
    expect([...(await readKnown(text)).known.keys()]).toEqual(["tsc"]);
    await expect(readKnown(text, "2026-11-22")).rejects.toThrow(
      /images\/known\/tsc\.yaml: it expired on 2026-11-21/,
    );
  });

  test.each([
    ["that has no last day", "", /expires/],
    ["of a platform that is none", "expires: 2027-01-01\nheads: [nowhere]", /unknown head nowhere/],
  ])("%s is an error", async (_, change, said) => {
    await expect(readKnown(knownEntry(change))).rejects.toThrow(said);
  });
});
