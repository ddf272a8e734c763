// Certifies a finished kernel for a profile: unpacks it, checks its configuration, boots it where possible, and judges.

import type { Traces } from "../../engine/run.ts";
import {
  type CertificateEvidence,
  certificateEvidence,
  type PlatformBoots,
} from "../../model/certify/certificate-evidence.ts";
import type { Certification, CertifiedPlatform } from "../../model/certify/certification.ts";
import { type Compared, comparedTo } from "../../model/certify/against.ts";
import { certified } from "../../model/certify/certified.ts";
import { certifiedPlatform, notBooted, unfitFor } from "../../model/certify/certified-platform.ts";
import type { GivenKernel, PackagedKernel } from "../../model/described/packaged-kernel.ts";
import type { Profile } from "../../model/described/profile.ts";
import { UserError } from "../../model/errors.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { type Step, step } from "../../model/work/step.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { type AskedOf, askedOf, earlyFor, modulesOf } from "../../plan/certify/asked-of.ts";
import {
  type CertificationPlan,
  certificationPlan,
  certificationSelection,
} from "../../plan/certify/certification-plan.ts";
import { kernelInSuite } from "../../plan/certify/kernel-in-suite.ts";
import { bootsOf, notJudged, triedBy } from "../../plan/certify/tried-on.ts";
import type { DebugSymbols } from "../../steps/certify/check-debug-symbols.ts";
import { fetchKernelPackage } from "../../steps/certify/fetch-kernel-package.ts";
import { startInit } from "../../steps/certify/guest-with-modules.ts";
import { unpackKernel } from "../../steps/certify/unpack-kernel.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { forecastOf } from "../forecast.ts";
import { runWithAttempts } from "../run-attempts.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import { valueFrom } from "../value-from.ts";
import { certifyingTools } from "./certifying-tools.ts";
import { givenKernel, type GivenPaths, keepFile } from "./given-files.ts";
import { forgetPins, keepPins, toolPins } from "./kept-pins.ts";
import { checkedSymbols, resolvedFrames } from "./resolved-frames.ts";

/** Files from the command line, or the current package of a suite. */
export type GivenSource = GivenPaths | { readonly suite: string; readonly package: string };

export type CertifyWishes = {
  readonly kernel: GivenSource;
  readonly profile: string;
  /** The packages of the kernel before it, to be compared with. */
  readonly against?: GivenSource;
  /** Paths, which are about this kernel and not the one before it. */
  readonly initramfs?: string;
  readonly debugSymbols?: string;
  /** Platforms of the profile; all where absent. */
  readonly platform?: readonly string[];
  /** Boots of a platform that does not pass, in all. */
  readonly attempts?: number;
  /** Look at the hypervisors and the kernel of the hosts anew, and not only once in some hours. */
  readonly fresh?: boolean;
};

/** Throws UserError for anything but a kernel, InfraError if it could not be unpacked here. */
export async function certifyKernel(
  session: Session,
  { against, ...wishes }: CertifyWishes,
  show: Show,
): Promise<CertifiedKernel> {
  const profile = profileNamed(session, wishes.profile);
  const { initramfs: _, debugSymbols: _own, ...shared } = wishes;
  // The older one first: if it is not a kernel, no boot is wasted.
  const before = against
    ? await certifyOne(session, { profile, wishes: { ...shared, kernel: against } }, show)
    : undefined;
  const own = await certifyOne(session, { profile, wishes }, show);
  if (!before) return own;
  return { ...own, found: { ...own.found, against: comparedTo(before, own) }, previous: before };
}

/** A certification, and what its words are derived from. */
export type CertifiedKernel = {
  readonly found: Certification;
  readonly evidence: CertificateEvidence;
  /** The kernel before it, where one was named. */
  readonly previous?: CertifiedKernel;
};

type Asked = {
  readonly profile: Profile;
  readonly wishes: Omit<CertifyWishes, "against">;
};

async function certifyOne(
  session: Session,
  { profile, wishes }: Asked,
  show: Show,
): Promise<CertifiedKernel & Compared> {
  const { descriptions: all, store, startedAt: date } = session;
  const names = chosenOf(profile, wishes.platform);
  const { unpacked, kernel } = await unpack(session, { profile, wishes }, show);
  const early = kernel.initramfs && earlyFor(kernel.initramfs, [startInit]);
  const chosen = askedOf(all, profile, names, early);
  const symbols = await symbolsOf(session, unpacked, { profile, wishes }, show);
  const config = configValues((await store.read(kernel.config)).toString());
  const asked = ofItsArchitecture(chosen, kernel);
  const unfit = new Map(asked.map((one) => [one.platform, unfitFor(one, config)] as const));
  const fit = asked.filter(({ platform }) => !kernel.complaints.length && !unfit.get(platform));
  const tried = await tryOn(session, { unpacked, kernel, asked: fit, wishes }, show);
  const platforms = asked.map(
    (one) =>
      unfit.get(one.platform) ??
      tried.platforms.get(one.platform) ??
      certifiedPlatform(one, notBooted),
  );
  const evidence = certificateEvidence(tried.boots);
  const from = { kernel, profile, config, platforms, tools: tried.tools, evidence, date };
  const told = symbols && (await resolvedFrames(session, symbols, platforms, show));
  const also = { ...askedFor(wishes.kernel), ...(told ? { debugSymbols: told } : {}) };
  return { found: certified({ ...from, ...also }), evidence, config };
}

async function symbolsOf(
  session: Session,
  unpacked: Step<PackagedKernel>,
  { wishes: { debugSymbols: path } }: Asked,
  show: Show,
): Promise<DebugSymbols | undefined> {
  return path === undefined ? undefined : checkedSymbols(session, { path, unpacked }, show);
}

function askedFor(given: GivenSource): { readonly asked?: string } {
  return "suite" in given ? { asked: `${given.suite}/${given.package}` } : {};
}

async function unpack(session: Session, { profile, wishes }: Asked, show: Show) {
  const { label, files } = await givenStep(session, wishes.kernel, show);
  const { initramfs: path } = wishes;
  const next = "give /boot/initrd.img-RELEASE";
  const own = path === undefined ? {} : { initramfs: await keepFile(session.store, path, next) };
  const params = { modules: modulesOf(profile), ...own };
  const unpacked = step(unpackKernel, label, params, { given: files });
  const traces = await session.run([unpacked], show.onEvent);
  return { unpacked, kernel: unpackedFrom(traces, unpacked) };
}

function profileNamed({ descriptions }: Session, name: string): Profile {
  const profile = descriptions.profiles.get(name);
  if (profile) return profile;
  throw unknownName("profile", name, descriptions.profiles.keys(), "look at images/profiles/");
}

function chosenOf({ profile, platforms }: Profile, asked: readonly string[] | undefined) {
  const names = Object.keys(platforms);
  const unknown = asked?.find((name) => !names.includes(name));
  if (unknown === undefined) return asked;
  throw unknownName(
    "platform",
    unknown,
    names,
    `those of the profile ${profile}: ${names.join(", ")}`,
  );
}

/** A suite is looked at now; what its package is then is reused like any step. */
async function givenStep(
  session: Session,
  kernel: GivenSource,
  show: Show,
): Promise<{ label: string; files: Step<GivenKernel> }> {
  if (!("suite" in kernel)) {
    const files = await givenKernel(session.store, kernel);
    const label = files.files.map(({ name }) => name).join(" ");
    return { label, files: constantStep("what was given", files) };
  }
  const resolved = kernelInSuite(session.descriptions, kernel);
  const pin = valueFrom(await session.run([resolved], show.onEvent), resolved);
  const label = `${kernel.package} of ${kernel.suite}`;
  const what = pin.packages.map(({ name, version }) => `${name} ${version}`).join(", ");
  return { label, files: step(fetchKernelPackage, what, { pin }, {}) };
}

function unpackedFrom(traces: Traces, unpacked: Step<PackagedKernel>): PackagedKernel {
  const outcome = traces.get(unpacked.id)?.outcome as Outcome<PackagedKernel> | undefined;
  if (outcome?.status === "fail")
    throw new UserError(`this is not a kernel: ${outcome.finding.summary}`, "get the file again");
  return valueFrom(traces, unpacked);
}

function ofItsArchitecture(asked: readonly AskedOf[], { arch }: PackagedKernel): AskedOf[] {
  const own = asked.filter(({ booted }) => booted.arch === arch);
  if (own.length) return own;
  throw new UserError(
    `the kernel is for ${arch}, but none of the chosen platforms is`,
    "choose a profile with platforms for it",
  );
}

type Trying = {
  readonly unpacked: Step<PackagedKernel>;
  readonly kernel: PackagedKernel;
  readonly asked: readonly AskedOf[];
  readonly wishes: Asked["wishes"];
};

type TriedOn = {
  readonly platforms: ReadonlyMap<string, CertifiedPlatform>;
  readonly tools: Certification["tools"];
  readonly boots: readonly PlatformBoots[];
};

/** Boots where the kernel can be booted: the first boot of each platform, and more where one did not pass. */
async function tryOn(
  session: Session,
  { unpacked, kernel, asked, wishes }: Trying,
  show: Show,
): Promise<TriedOn> {
  const { descriptions: all } = session;
  const selection = certificationSelection(all, asked);
  const looked = { fresh: wishes.fresh ?? false, show };
  const { pins, host, kept } = await toolPins(session, selection, looked);
  const request = { all, host, pins, selection, unpacked, arch: kernel.arch, asked };
  const plan = certificationPlan(request);
  show.planned(plan, await forecastOf(session, wishes.attempts));
  const ran = await runWithAttempts(session, plan, wishes.attempts, show.onEvent);
  const tried = asked.map((one) => triedOn(one, plan, ran));
  const isDone = tried.every(({ found: { fault } }) => fault !== "infrastructure");
  if (!isDone) await forgetPins(session);
  else if (!kept) await keepPins(session, selection, pins);
  return {
    platforms: new Map(tried.map(({ found }) => [found.platform, found])),
    boots: tried.map(({ found: { platform }, boots }) => ({ platform, boots })),
    tools: certifyingTools(session, plan, ran.traces),
  };
}

type TriedOne = { readonly found: CertifiedPlatform; readonly boots: PlatformBoots["boots"] };

function triedOn(
  asked: AskedOf,
  { cells, skipped }: CertificationPlan,
  ran: Parameters<typeof bootsOf>[0],
): TriedOne {
  const cell = cells.find(({ platform }) => platform === asked.platform);
  if (cell) {
    const boots = bootsOf(ran, cell);
    const found = certifiedPlatform(asked, triedBy(boots) ?? notJudged(ran, cell));
    return { found, boots: boots.map(({ record }) => record ?? null) };
  }
  const why =
    skipped.find(({ platform }) => platform === asked.platform)?.why ?? "it is not planned";
  const found = certifiedPlatform(asked, { how: "not-tried", why, fault: "infrastructure" });
  return { found, boots: [] };
}
