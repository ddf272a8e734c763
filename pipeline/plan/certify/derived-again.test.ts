// A certificate made of a recorded console, and derived again: what was changed since then is told.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Artifact } from "../../model/artifact.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import { certificateEvidence } from "../../model/certify/certificate-evidence.ts";
import { certified } from "../../model/certify/certified.ts";
import { certifiedPlatform } from "../../model/certify/certified-platform.ts";
import type { Profile } from "../../model/described/profile.ts";
import { digestOf } from "../../model/digest.ts";
import { pass } from "../../model/judge/outcome.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { judgementOf } from "../../steps/boot/judge-boot.ts";
import { buildId, consoleFolder, nonce } from "../../test/corpus-rig.ts";
import { checkout } from "../../work/session.ts";
import { readDescriptions } from "../read/read-descriptions.ts";
import { required } from "../required.ts";
import { askedOf } from "./asked-of.ts";
import { expectedOfCertified } from "./certification-plan.ts";
import { type Certificate, derivedComplaints } from "./derived-again.ts";
import { failingFrames } from "./failing-frames.ts";
import { triedBy } from "./tried-on.ts";

const profile: Profile = {
  profile: "small",
  platforms: {
    "bare-q35": {
      mandatory: ["memory", "files"],
      modules: [],
      cmdline: [],
      config: [],
      whereApplicable: false,
    },
  },
  config: [{ option: "PARAVIRT", is: ["y"], because: "it is asked for" }],
  taint: [],
  holdsDays: 30,
};
const checkedOut = readDescriptions(checkout);
const all = { ...checkedOut, profiles: new Map([["small", profile]]) };
const qemu = "6".repeat(64);
const files = new Map<string, Buffer>();

function kept(name: string, bytes: Buffer): Artifact {
  const digest = digestOf(bytes);
  files.set(digest, bytes);
  return { name, digest, bytes: bytes.length };
}

const config = kept("config", Buffer.from("CONFIG_PARAVIRT=y\n"));

async function read({ digest }: Artifact): Promise<Buffer> {
  return required(files.get(digest), digest);
}

async function withoutConsole(file: Artifact): Promise<Buffer> {
  if (file.name === "console.log") throw new Error("console.log is not there");
  return read(file);
}

function recordOf(name: string): BootRecord {
  return {
    platform: "bare-q35",
    accelerator: "tcg",
    kvmProof: "",
    qemu,
    console: kept("console.log", readFileSync(join(consoleFolder, `${name}.log`))),
    nonce,
    seconds: 4,
    ended: { how: "exited", because: "power-off" },
    qemuSaid: [],
  };
}

/** As the command makes it, from the recorded console of this name. */
async function certificateOf(name: string): Promise<Certificate> {
  const record = recordOf(name);
  const [asked] = askedOf(all, profile);
  const one = required(asked, "bare-q35");
  const expected = { ...expectedOfCertified(all, one.booted), buildId };
  const outcome = pass(await judgementOf(read, record, expected));
  const evidence = certificateEvidence([{ platform: "bare-q35", boots: [record] }]);
  const file = { name: "vmlinuz", digest: "1".repeat(64), bytes: 1 };
  const kernel = { image: file, vmlinux: file, config, buildId, release: "6.1.0" };
  const found = certified({
    kernel: { ...kernel, arch: "x86_64", packages: [], given: [file], origins: [], complaints: [] },
    profile,
    config: configValues((await read(config)).toString()),
    platforms: [certifiedPlatform(one, required(triedBy([{ record, outcome }]), name))],
    tools: { qemu: "7.2", qemuDigest: qemu, hypervisors: [] },
    evidence,
    date: new Date("2026-11-29T12:00:00Z"),
  });
  return { found, evidence, read };
}

/** The same, with another word. */
function claiming({ found, ...rest }: Certificate): Certificate {
  const platforms = found.platforms.map((one) =>
    Object.assign({}, one, { word: "certified", reasons: [] }),
  );
  return { ...rest, found: { ...found, word: "certified", platforms } };
}

describe("a certificate", () => {
  it("gives its words again from the boots that are kept", async () => {
    const good = await certificateOf("bare-q35-good");
    expect(good.found.word).toBe("certified");
    expect(await derivedComplaints(all, good)).toEqual([]);
  });

  it("of a kernel that panicked gives its words again too", async () => {
    const bad = await certificateOf("bare-q35-panic");
    expect(bad.found.word).toBe("not certified");
    expect(await derivedComplaints(all, bad)).toEqual([]);
  });

  it("that claims more than its boots say is told of", async () => {
    const lying = claiming(await certificateOf("bare-q35-panic"));
    expect(await derivedComplaints(all, lying)).toContain(
      'bare-q35: it is "certified", and its boots say "not certified"',
    );
  });

  it("whose failing platform was taken out is told of", async () => {
    const { found, evidence, read: from } = await certificateOf("bare-q35-panic");
    const without = { evidence, read: from, found: { ...found, platforms: [] } };
    expect(await derivedComplaints(all, without)).toContain(
      "which platforms of the profile were not tried is not told as it is",
    );
  });

  it("whose facts were changed is told of", async () => {
    const { found, ...rest } = await certificateOf("bare-q35-good");
    const platforms = found.platforms.map((one) => Object.assign({}, one, { facts: {} }));
    expect(await derivedComplaints(all, { ...rest, found: { ...found, platforms } })).toEqual([
      "bare-q35: its boots give other facts than it says",
    ]);
  });

  it("says of where its kernel stood what its consoles say", async () => {
    const bad = await certificateOf("bare-q35-panic");
    const failing = await failingFrames(bad.found.platforms, read);
    const file = { name: "vmlinux", digest: "1".repeat(64), bytes: 1 };
    const traces = failing.map(({ platform, frames }) => ({
      platform,
      frames: frames.map(({ text }) => ({ frame: text, places: ["run at kernel/run.c:1"] })),
    }));
    const [first] = traces;
    expect(first?.frames.length).toBeGreaterThan(2);
    const saying = (own: typeof traces): Certificate => ({
      ...bad,
      found: { ...bad.found, debugSymbols: { file, traces: own } },
    });
    expect(await derivedComplaints(all, saying(traces))).toEqual([]);
    const fewer = [{ platform: "bare-q35", frames: first?.frames.slice(1) ?? [] }];
    expect(await derivedComplaints(all, saying(fewer))).toEqual([
      "where its kernel stood is not what the consoles say",
    ]);
  });

  it("cannot be derived without its console", async () => {
    const good = await certificateOf("bare-q35-good");
    expect(await derivedComplaints(all, { ...good, read: withoutConsole })).toEqual([
      "it cannot be judged again: console.log is not there",
    ]);
  });

  it("has no boots of other platforms, nor of another QEMU", async () => {
    const { evidence, ...rest } = await certificateOf("bare-q35-good");
    const [one] = evidence.platforms;
    const boots = (one?.boots ?? []).map((boot) => Object.assign({}, boot, { platform: "kvm" }));
    const other = certificateEvidence([{ platform: "bare-q35", boots }]);
    expect(await derivedComplaints(all, { ...rest, evidence: other })).toContainEqual(
      expect.stringMatching(/^bare-q35: its boot is that of another platform/),
    );
  });

  it("cannot be derived by a profile that asks for something else", async () => {
    const good = await certificateOf("bare-q35-good");
    const profiles = new Map([["small", { ...profile, taint: ["W"] }]]);
    expect(await derivedComplaints({ ...all, profiles }, good)).toEqual([
      expect.stringContaining("profile small is another"),
    ]);
  });

  it("says what its profile finds in the configuration", async () => {
    const good = await certificateOf("bare-q35-good");
    const other = kept("config", Buffer.from("# CONFIG_PARAVIRT is not set\n"));
    const found = { ...good.found, kernel: { ...good.found.kernel, config: other } };
    expect(await derivedComplaints(all, { ...good, found })).toEqual([
      expect.stringContaining("configuration"),
    ]);
  });
});
