// A finished kernel and a profile -> the boots that decide. Guests run under hosts whose kernel is ours.

import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Expected } from "../../model/described/expected.ts";
import type { HostFacts } from "../../model/described/host.ts";
import type { GuestImage } from "../../model/described/image.ts";
import type { PackagedKernel } from "../../model/described/packaged-kernel.ts";
import { isGuest, isMachine, type Platform } from "../../model/described/platform.ts";
import { baseRow } from "../../model/described/series.ts";
import type { BootableKernel, Plan } from "../../model/work/plan.ts";
import { type Step, step } from "../../model/work/step.ts";
import { guestWithModules } from "../../steps/certify/guest-with-modules.ts";
import { expectedOf } from "../matrix/cell.ts";
import { machineryOf, plannedKernels } from "../matrix/matrix.ts";
import type { Pins } from "../matrix/pins.ts";
import { plannedHeads } from "../matrix/rebases.ts";
import { rowOf } from "../matrix/row.ts";
import type { Selection } from "../read/selection.ts";
import { required } from "../required.ts";
import type { AskedOf } from "./asked-of.ts";

/** As a head and a flavour, in labels and for what is known of a head. */
const certifiedHead = "certified";

export type CertificationRequest = {
  readonly all: Descriptions;
  readonly host: HostFacts;
  readonly pins: Pins;
  readonly selection: Selection;
  readonly unpacked: Step<PackagedKernel>;
  readonly arch: PackagedKernel["arch"];
  readonly asked: readonly AskedOf[];
};

export type CertificationPlan = Plan & { readonly hosting?: BootableKernel };

/** What must be looked at before there is a plan: a head is needed for the hosts' kernel alone. */
export function certificationSelection(
  { installation }: Descriptions,
  asked: readonly AskedOf[],
): Selection {
  const { heads, flavours } = installation.default;
  const guests = asked.some(({ booted }) => isGuest(booted));
  return {
    series: [],
    heads: guests ? heads.slice(0, 1) : [],
    flavours,
    platforms: asked.map(({ platform }) => platform),
  };
}

export function certificationPlan(request: CertificationRequest): CertificationPlan {
  const { all, host, pins, selection, unpacked, arch, asked } = request;
  const hosting = hostingOf(request);
  const own = machineryOf({ all, selection, pins, host });
  const guest = withModules(required(own.guests.get(arch), arch), unpacked);
  const machinery = { ...own, guests: new Map([...own.guests, [arch, guest]]) };
  const kernel: BootableKernel = {
    series: baseRow,
    head: certifiedHead,
    flavour: certifiedHead,
    built: unpacked,
  };
  const booted = new Map([
    ...asked.map((one) => [one.platform, one.booted] as const),
    ...asked.flatMap((one) => roomierHost(request, one)),
  ]);
  const { cells, skipped } = rowOf(
    {
      all: {
        ...all,
        platforms: new Map([...all.platforms, ...booted]),
        flavours: new Map([[certifiedHead, { ...anyFlavour, arch }]]),
      },
      selection,
      pins,
      host,
      machinery,
      kernels: [kernel],
      ...(hosting ? { hosting } : {}),
    },
    kernel,
    [],
  );
  const nothing = { heads: [], rebases: [], kernels: [], hypervisors: [] };
  return { ...nothing, cells, skipped, ...(hosting ? { hosting } : {}) };
}

/** A host has as much more memory as its guest was given, also where it is asked for itself. */
function roomierHost(
  { all: { platforms }, asked }: CertificationRequest,
  { platform, booted }: AskedOf,
): [name: string, host: Platform][] {
  const more = booted.memoryMiB - required(platforms.get(platform), platform).memoryMiB;
  const host = isGuest(booted) ? platforms.get(booted.host) : undefined;
  if (!more || !host || !isMachine(host)) return [];
  const { memoryMiB = host.memoryMiB } = host.serves ?? {};
  const serves = host.serves && { serves: { ...host.serves, memoryMiB: memoryMiB + more } };
  const itself = asked.find((one) => one.platform === host.platform)?.booted;
  const own = itself ?? { ...host, memoryMiB: host.memoryMiB + more };
  return [[host.platform, { ...own, ...serves }]];
}

const anyFlavour = {
  flavour: certifiedHead,
  base: "defconfig" as const,
  fragments: [],
  optional: [],
  fragment: "",
};

/** What a boot must prove there, apart from the build-id. */
export function expectedOfCertified({ known }: Descriptions, platform: Platform): Expected {
  const kernel = { head: certifiedHead };
  return expectedOf({ kernel, platform, known: [...known.values()] });
}

/** The unpatched kernel of the first head: it is there after any run. */
function hostingOf({
  all,
  host,
  pins,
  selection,
}: CertificationRequest): BootableKernel | undefined {
  if (!selection.heads.length) return undefined;
  // A 32-bit guest's host is 64-bit all the same.
  const hosts = selection.platforms.flatMap((name) => {
    const platform = required(all.platforms.get(name), name);
    return isGuest(platform) ? [platform.host] : [];
  });
  const own = { ...selection, platforms: [...new Set(hosts)] };
  const request = { all, host, pins, selection: own };
  return plannedKernels(request, plannedHeads(request), [])[0];
}

function withModules(guest: Step<GuestImage>, kernel: Step<PackagedKernel>): Step<GuestImage> {
  return step(guestWithModules, certifiedHead, {}, { guest, kernel });
}
