// A certificate derived again from the boots that are kept beside it: by this checkout's judge, profile and platforms.

import { isDeepStrictEqual } from "node:util";
import type { Artifact } from "../../model/artifact.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { CertificateEvidence } from "../../model/certify/certificate-evidence.ts";
import type { Certification, CertifiedPlatform } from "../../model/certify/certification.ts";
import { lastDay, untriedOf } from "../../model/certify/certified.ts";
import { certifiedPlatform, notBooted, unfitFor } from "../../model/certify/certified-platform.ts";
import { configFindings } from "../../model/certify/config-findings.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { digestOfValue } from "../../model/digest.ts";
import { pass } from "../../model/judge/outcome.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { judgementOf } from "../../steps/boot/judge-boot.ts";
import { type AskedOf, askedOf } from "./asked-of.ts";
import { expectedOfCertified } from "./certification-plan.ts";
import { failingFrames } from "./failing-frames.ts";
import { type JudgedBoot, triedBy } from "./tried-on.ts";

export type Certificate = {
  readonly found: Certification;
  readonly evidence: CertificateEvidence;
  /** Throws where the bytes are not there, or are others. */
  readonly read: (file: Artifact) => Promise<Buffer>;
};

/** Sentences about what does not hold; none where the evidence gives every word again. */
export async function derivedComplaints(all: Descriptions, given: Certificate): Promise<string[]> {
  const { found, evidence, read } = given;
  const profile = all.profiles.get(found.profile.name);
  if (!profile || digestOfValue(profile) !== found.profile.digest)
    return [
      `this checkout's profile ${found.profile.name} is another: its words cannot be derived here`,
    ];
  try {
    const config = configValues((await read(found.kernel.config)).toString());
    const names = found.platforms.map(({ platform }) => platform);
    const asked = askedOf(all, profile, names);
    const platforms: CertifiedPlatform[] = [];
    for (const one of asked) platforms.push(await platformAgain(all, one, { ...given, config }));
    const until = lastDay(profile, platforms, new Date(found.date));
    return [
      ...foreignBoots(found, evidence),
      ...names
        .filter((name) => !asked.some(({ platform }) => platform === name))
        .map((name) => `${name}: the profile has no such platform`),
      ...(isDeepStrictEqual(untriedOf(profile, found.platforms), found.profile.untried)
        ? []
        : ["which platforms of the profile were not tried is not told as it is"]),
      ...platforms.flatMap((one) => difference(one, found)),
      ...(isDeepStrictEqual(configFindings(profile.config, config), found.config)
        ? []
        : ["what is said of the configuration is not what the profile finds in it"]),
      ...(await framesComplaints(found, read)),
      ...(until === found.holds.until ? [] : [`it holds until ${until}, not ${found.holds.until}`]),
    ];
  } catch (error) {
    return [`it cannot be judged again: ${(error as Error).message}`];
  }
}

/** Which lines of the source they are is believed: it decides nothing. */
async function framesComplaints(
  { debugSymbols, platforms }: Certification,
  read: Certificate["read"],
): Promise<string[]> {
  if (!debugSymbols) return [];
  const again = (await failingFrames(platforms, read)).map(({ platform, frames }) => ({
    platform,
    frames: frames.map(({ text }) => text),
  }));
  const said = debugSymbols.traces.map(({ platform, frames }) => ({
    platform,
    frames: frames.map(({ frame }) => frame),
  }));
  return isDeepStrictEqual(again, said)
    ? []
    : ["where its kernel stood is not what the consoles say"];
}

type Again = Certificate & { readonly config: ReadonlyMap<string, string> };

async function platformAgain(
  all: Descriptions,
  asked: AskedOf,
  { found, evidence, read, config }: Again,
): Promise<CertifiedPlatform> {
  const unfit = unfitFor(asked, config);
  if (unfit) return unfit;
  if (found.complaints.length) return certifiedPlatform(asked, notBooted);
  const kept = evidence.platforms.find(({ platform }) => platform === asked.platform);
  const expected = {
    ...expectedOfCertified(all, asked.booted),
    buildId: found.kernel.buildId,
  };
  const boots: JudgedBoot[] = [];
  for (const record of kept?.boots ?? [])
    boots.push(
      record
        ? { record, outcome: pass(await judgementOf(read, record, expected)) }
        : { record: undefined, outcome: notDone },
    );
  return certifiedPlatform(asked, triedBy(boots) ?? notJudgedThen(asked, found));
}

/** A boot that the machine could not do. */
const notDone = { status: "error", message: "", hint: "" } as const;

/** What kept a platform from being judged is believed: it is never certified for it. */
function notJudgedThen({ platform }: AskedOf, { platforms }: Certification) {
  const said = platforms.find((one) => one.platform === platform);
  const why = said?.reasons[0]?.what ?? "";
  return { how: "not-tried", why, fault: said?.fault } as const;
}

/** A boot speaks for one platform, and for the QEMU that the certificate names. */
function foreignBoots(found: Certification, { platforms }: CertificateEvidence): string[] {
  const all = platforms.flatMap(({ platform, boots }) =>
    boots.flatMap((record) => (record ? [{ platform, record }] : [])),
  );
  const nonces = all.map(({ record }) => record.nonce);
  const isForeign = (platform: string, { platform: own, qemu }: BootRecord): boolean =>
    own !== platform || qemu !== found.tools.qemuDigest;
  return all.flatMap(({ platform, record }, at) =>
    isForeign(platform, record) || nonces.indexOf(record.nonce) !== at
      ? [`${platform}: its boot is that of another platform, QEMU or boot`]
      : [],
  );
}

function difference(again: CertifiedPlatform, { platforms }: Certification): string[] {
  const { platform } = again;
  const said = platforms.find((one) => one.platform === platform);
  if (said?.word !== again.word)
    return [`${platform}: it is "${said?.word}", and its boots say "${again.word}"`];
  const plain: Record<string, unknown> = JSON.parse(JSON.stringify(again));
  const keys = Object.keys({ ...plain, ...said }) as (keyof CertifiedPlatform)[];
  return keys
    .filter((key) => !isDeepStrictEqual(plain[key], said[key]))
    .map((key) => `${platform}: its boots give other ${key} than it says`);
}
