// All platforms of a profile -> the certification. Pure: the date is given.

import { digestOf, digestOfValue } from "../digest.ts";
import type { PackagedKernel } from "../described/packaged-kernel.ts";
import type { Profile } from "../described/profile.ts";
import { type CertificateEvidence, evidenceText } from "./certificate-evidence.ts";
import {
  type Certification,
  certificationSchemaName,
  type CertifiedPlatform,
  type CertifiedWord,
} from "./certification.ts";
import { configFindings } from "./config-findings.ts";

export type CertifiedFrom = {
  readonly kernel: PackagedKernel;
  readonly profile: Profile;
  /** Symbol with CONFIG_ -> value. */
  readonly config: ReadonlyMap<string, string>;
  readonly platforms: readonly CertifiedPlatform[];
  readonly tools: Certification["tools"];
  readonly evidence: CertificateEvidence;
  /** SUITE/PACKAGE, where a suite was asked for it. */
  readonly asked?: string;
  readonly debugSymbols?: Certification["debugSymbols"];
  readonly date: Date;
};

export function certified(from: CertifiedFrom): Certification {
  const { kernel, profile, platforms, tools, date } = from;
  const config = configFindings(profile.config, from.config);
  const { image, vmlinux, buildId, release, complaints, initramfs } = kernel;
  return {
    schema: certificationSchemaName,
    word: wordInAll({ platforms, config, complaints }),
    date: date.toISOString(),
    product: {
      ...productOf(kernel),
      ...(from.asked === undefined ? {} : { asked: from.asked }),
    },
    kernel: {
      release,
      buildId,
      image,
      vmlinux,
      config: kernel.config,
      ...(initramfs ? { initramfs: initramfs.file } : {}),
    },
    modules: [...(kernel.modules?.files ?? [])],
    profile: {
      name: profile.profile,
      digest: digestOfValue(profile),
      untried: untriedOf(profile, platforms),
    },
    complaints: [...complaints],
    config,
    platforms: [...platforms],
    ...(from.debugSymbols ? { debugSymbols: from.debugSymbols } : {}),
    evidence: digestOf(evidenceText(from.evidence)),
    tools,
    holds: { until: lastDay(profile, platforms, date), ends: [...ends] },
  };
}

/** A certificate for some platforms of a profile is none for the profile. */
export function untriedOf(
  { platforms }: Pick<Profile, "platforms">,
  tried: readonly Pick<CertifiedPlatform, "platform">[],
): string[] {
  return Object.keys(platforms).filter((name) => !tried.some(({ platform }) => platform === name));
}

function productOf({
  packages,
  given,
  origins,
  release,
  arch,
}: PackagedKernel): Certification["product"] {
  const [first] = packages;
  return {
    name: packages.length ? packages.map(({ name }) => name).join(" + ") : `Linux ${release}`,
    version: first?.version ?? release,
    architecture: first?.architecture ?? arch,
    given: [...given],
    origins: [...origins],
  };
}

/** Where nothing was applicable, nothing was proved. */
export function wordInAll({
  platforms,
  config,
  complaints,
}: {
  readonly platforms: readonly Pick<CertifiedPlatform, "word">[];
  readonly config: readonly unknown[];
  readonly complaints: readonly string[];
}): CertifiedWord {
  const words = new Set(platforms.map(({ word }) => word));
  if (config.length || complaints.length || words.has("not certified")) return "not certified";
  if (words.has("certified with exceptions")) return "certified with exceptions";
  return words.has("certified") ? "certified" : "not certified";
}

/** A certificate outlives no exception of its own. */
export function lastDay(
  profile: Profile,
  platforms: readonly CertifiedPlatform[],
  date: Date,
): string {
  const own = new Date(date.getTime() + profile.holdsDays * 86_400_000).toISOString().slice(0, 10);
  const days = platforms.flatMap(({ exceptions }) => exceptions.map(({ until }) => until));
  return [own, ...days].toSorted()[0] ?? own;
}

const ends = [
  "another byte in the kernel's image, in a module or in the initramfs: each has its own certificate",
  "a profile that asks for something else",
  "an exception whose last day is over",
];
