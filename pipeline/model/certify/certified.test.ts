import { describe, expect, it } from "vitest";
import type { PackagedKernel } from "../described/packaged-kernel.ts";
import type { Profile } from "../described/profile.ts";
import { certificateEvidence } from "./certificate-evidence.ts";
import { type CertifiedPlatform, certificationSchema } from "./certification.ts";
import { kernelRow } from "./certificate-history.ts";
import { certified } from "./certified.ts";

const file = { name: "file", digest: "1".repeat(64), bytes: 1 };
const kernel: PackagedKernel = {
  image: file,
  vmlinux: file,
  config: file,
  buildId: "abc",
  release: "6.1.0",
  arch: "x86_64",
  packages: [{ name: "linux-image", version: "6.1-1", architecture: "amd64" }],
  given: [file],
  origins: [],
  complaints: [],
};
const profile: Profile = {
  profile: "general",
  platforms: {},
  config: [{ option: "XEN_PVHVM", is: ["y"], because: "guests need it" }],
  taint: [],
  holdsDays: 10,
};
const good = new Map([["CONFIG_XEN_PVHVM", "y"]]);

function platform(word: CertifiedPlatform["word"], until?: string): CertifiedPlatform {
  const exceptions = until ? [{ by: "x", reason: "r", link: "l", until, text: "t" }] : [];
  const lists = {
    reasons: [],
    mandatory: [],
    optional: [],
    modules: [],
    exceptions,
    facts: {},
    notices: [],
  };
  return { platform: word, realness: "real", under: "bare", word, ...lists, boots: 1 };
}

function found(
  platforms: CertifiedPlatform[],
  { config = good, complaints = [] as string[], of = profile } = {},
) {
  return certified({
    kernel: { ...kernel, complaints },
    profile: of,
    config,
    platforms,
    tools: { qemu: "7.2", qemuDigest: "2".repeat(64), hypervisors: [] },
    evidence: certificateEvidence([]),
    date: new Date("2026-11-29T12:00:00Z"),
  });
}

describe("the word in all", () => {
  it.each([
    [["certified", "not applicable"], "certified"],
    [["certified", "certified with exceptions"], "certified with exceptions"],
    [["certified", "certified with exceptions", "not certified"], "not certified"],
    [["not applicable"], "not certified"],
    [[], "not certified"],
  ] as const)("of %j is %s", (words, word) => {
    expect(found(words.map((one) => platform(one))).word).toBe(word);
  });

  it("is not certified without an option that the profile asks for, however it boots", () => {
    const config = new Map([["CONFIG_XEN_PVHVM", "n"]]);
    expect(found([platform("certified")], { config })).toMatchObject({
      word: "not certified",
      config: [{ option: "XEN_PVHVM", found: "n" }],
    });
  });

  it("is not certified where the package is not what it says", () => {
    const complaints = ["md5sums does not hold"];
    expect(found([platform("certified")], { complaints }).word).toBe("not certified");
  });
});

describe("a certificate", () => {
  it("is as its schema says", () => {
    expect(() => certificationSchema.parse(found([platform("certified")]))).not.toThrow();
  });

  it("names the platforms of its profile that were not tried", () => {
    const platforms = { certified: {}, kvm: {} } as unknown as Profile["platforms"];
    const inPart = found([platform("certified")], { of: { ...profile, platforms } });
    expect(inPart.profile.untried).toEqual(["kvm"]);
    expect(kernelRow(inPart)).toBe("linux-image general in part");
    expect(kernelRow(found([platform("certified")]))).toBe("linux-image general");
  });

  it("holds as long as its profile says, and no longer than any of its exceptions", () => {
    expect(found([platform("certified")]).holds.until).toBe("2026-12-09");
    const early = platform("certified with exceptions", "2026-12-01");
    expect(found([platform("certified"), early]).holds.until).toBe("2026-12-01");
  });
});
