// Descriptions and pins -> the plan. Pure: equal input gives equal steps, and nothing runs.

import type { HostFacts } from "../../model/described/host.ts";
import type { SourceTree } from "../../model/described/head.ts";
import {
  type BuildableHypervisor,
  type BuiltHypervisor,
  changesetOfSeries,
  type HypervisorTools,
  isPackaged,
  type SourcedHypervisor,
} from "../../model/described/hypervisor.ts";
import type { GuestImage, HostImage } from "../../model/described/image.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import type {
  PlannedCell,
  PlannedHead,
  PlannedKernel,
  PlannedRebase,
  Plan,
  SkippedCell,
} from "../../model/work/plan.ts";
import { baseRow, concerns } from "../../model/described/series.ts";
import { type Step, step } from "../../model/work/step.ts";
import { buildGuest } from "../../steps/build/build-guest.ts";
import { buildHostImage } from "../../steps/build/build-host-image.ts";
import { buildHypervisor } from "../../steps/build/build-hypervisor.ts";
import { buildHypervisorTools } from "../../steps/build/build-hypervisor-tools.ts";
import { unpackHypervisor } from "../../steps/build/unpack-hypervisor.ts";
import { buildKernel } from "../../steps/build/build-kernel.ts";
import { configurationFiles } from "../../steps/build/configuration-files.ts";
import { configureKernel } from "../../steps/build/configure-kernel.ts";
import { seriesForKernel } from "./series-for-kernel.ts";
import {
  foreignDebian,
  foreignPackage,
  guestCompiler,
  kernelArchitecture,
  notBuiltHere,
  programsFor,
  sourcesFor,
  toolsFor,
} from "./architecture-tools.ts";
import type { Machinery } from "./cell.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Pins } from "./pins.ts";
import { hypervisorRebases } from "./hypervisor-rebases.ts";
import { othersGuests } from "./others-guests.ts";
import { plannedHeads, plannedRebases } from "./rebases.ts";
import { type Row, type RowRequest, rowOf } from "./row.ts";
import { required } from "../required.ts";
import { neededHypervisors, type Selection } from "../read/selection.ts";

export type PlanRequest = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: Pins;
  readonly host: HostFacts;
  /** Where those of `all` ask for more than they are described with: a head's own kernel is built by these. */
  readonly described?: Descriptions["flavours"];
};

export function planOf(request: PlanRequest): Plan {
  const heads = plannedHeads(request);
  const rebases = [...plannedRebases(request, heads), ...hypervisorRebases(request)];
  const kernels = plannedKernels(request, heads, rebases);
  const machinery = machineryOf(request);
  const { cells, skipped } = plannedRows({ ...request, machinery }, kernels);
  const unbuilt = unbuiltRows(request, rebases);
  const chosen = heads.filter(({ name }) => request.selection.heads.includes(name));
  return {
    heads: chosen,
    rebases,
    kernels,
    hypervisors: [...machinery.hypervisors.values()],
    cells,
    skipped: [...skipped, ...unbuilt],
  };
}

/** For each head and flavour the unpatched kernel first: the patched ones are built from copies of its objects. */
export function plannedKernels(
  request: PlanRequest,
  heads: readonly PlannedHead[],
  rebases: readonly PlannedRebase[],
): PlannedKernel[] {
  const { selection } = request;
  return selection.heads.flatMap((head) =>
    neededFlavours(request).flatMap((flavour) => {
      const unpatched = required(
        heads.find(({ name }) => name === head),
        head,
      ).imported;
      const patched = rebases.filter((one) => one.head === head && isOfKernel(request, one));
      const sources = [{ series: baseRow, rebased: unpatched }, ...patched];
      return sources.map(({ series, rebased }) =>
        plannedKernel(request, { series, head, flavour }, { source: rebased, head: unpatched }),
      );
    }),
  );
}

/** A hypervisor may have the name of a head. */
function isOfKernel({ all }: PlanRequest, { series }: PlannedRebase): boolean {
  return !all.hypervisorSeries.has(series);
}

type KernelRow = { readonly series: string; readonly head: string; readonly flavour: string };
type Sources = { readonly source: Step<SourceTree>; readonly head: Step<SourceTree> };

function plannedKernel(request: PlanRequest, row: KernelRow, sources: Sources): PlannedKernel {
  const { all, host, described = all.flavours } = request;
  const { head } = sources;
  const config = plannedConfig(request, row, sources, all.flavours);
  const headRow = { ...row, series: baseRow };
  const headConfig = plannedConfig(request, headRow, { source: head, head }, described);
  const { arch: name } = required(all.flavours.get(row.flavour), row.flavour);
  const arch = kernelArchitecture(all, host, name);
  const { toolchain } = toolsFor(host, name);
  const params = { flavour: row.flavour, arch, toolchain };
  const built = step(buildKernel, labelOf(row), params, { ...sources, config, headConfig });
  return { ...row, source: sources.source, built };
}

function plannedConfig(
  { all, pins, host }: PlanRequest,
  row: KernelRow,
  sources: Sources,
  flavours: Descriptions["flavours"],
): Step<KernelConfig> {
  const { series } = row;
  const flavour = required(flavours.get(row.flavour), row.flavour);
  const arch = kernelArchitecture(all, host, flavour.arch);
  const { toolchain } = toolsFor(host, flavour.arch);
  const own = all.series.get(series);
  const asked = own && concerns(own, flavour.arch);
  const seriesFragment = asked
    ? seriesForKernel(own, pins.heads.get(row.head), flavour.arch).kconfig
    : "";
  const params = { flavour, arch, series, seriesFragment, toolchain };
  const decides = step(configurationFiles, labelOf(row), {}, sources);
  return step(configureKernel, labelOf(row), params, { ...sources, decides });
}

function labelOf({ flavour, head, series }: KernelRow): string {
  return `${flavour} ${head}${series === baseRow ? "" : `+${series}`}`;
}

/** Those with a chosen platform of their architecture, and those that the hosts of such platforms boot. */
function neededFlavours({ all, selection, host }: PlanRequest): string[] {
  const platforms = selection.platforms
    .map((name) => required(all.platforms.get(name), name))
    .filter(({ arch }) => notBuiltHere(all, host, arch) === undefined);
  const own = selection.flavours.filter((name) =>
    platforms.some(({ arch }) => arch === all.flavours.get(name)?.arch),
  );
  const archs = new Set(own.map((name) => all.flavours.get(name)?.arch));
  const hosts = platforms.flatMap((one) =>
    one.entry === "domu" && one.hostFlavour && archs.has(one.arch) ? [one.hostFlavour] : [],
  );
  return [...new Set([...hosts, ...own])];
}

export function machineryOf(request: PlanRequest): Machinery {
  const { all, pins, host } = request;
  const built = withoutBases(request);
  const guests = guestsOf({ all, host });
  const hypervisors = built.map(([name, pin]) => {
    const described = required(all.hypervisors.get(name), name);
    if (isPackaged(described)) {
      if (!("package" in pin)) throw new Error(`${name} was not pinned as a package`);
      const { source } = described;
      const foreign = foreignPackage(all, source.package, host.machine);
      const params = { hypervisor: name, source, pin, ...foreign };
      return [name, step(unpackHypervisor, name, params, {})] as const;
    }
    const hypervisor = buildable(described);
    const { architecture, prefix } = kernelArchitecture(all, host, described.arch);
    const params = {
      hypervisor,
      pin,
      toolchain: toolsFor(host, described.arch).toolchain,
      target: { architecture, prefix },
    };
    const { made } = described;
    if (!made) return [name, step(buildHypervisor, name, params, {})] as const;
    const { rebased } = required(
      hypervisorRebases(request).find(({ series }) => series === name),
      name,
    );
    const by = { ...params, series: name, changeset: changesetOfSeries(name, made) };
    return [name, step(buildHypervisor, name, by, { rebased })] as const;
  });
  const hypervisorTools = built.flatMap(([name, pin]) => {
    const hypervisor = required(all.hypervisors.get(name), name);
    if (isPackaged(hypervisor) || hypervisor.made) return [];
    const params = { hypervisor, pin, ...programsFor(all, host, hypervisor.arch) };
    return [[name, step(buildHypervisorTools, name, params, {})] as const];
  });
  const hostImages = [...pins.hostImages].map(([image, packages]) => {
    const { suite, arch, sources } = required(all.hostImages.get(image), image);
    const params = { image, suite, packages, sources, ...madeFor(all, host, arch) };
    const guest = required(guests.get(arch), arch);
    return [image, step(buildHostImage, image, params, { guest })] as const;
  });
  return {
    guests,
    hypervisors: new Map<string, Step<BuiltHypervisor>>(hypervisors),
    hypervisorTools: new Map<string, Step<HypervisorTools>>(hypervisorTools),
    hostImages: new Map<string, Step<HostImage>>(hostImages),
    ...othersGuests(request),
    proof: pins.proof,
    tscSector: all.tscSector,
    host,
    architectures: all.architectures,
    accelerator: all.installation.accelerator,
    selftests: all.selftests,
  };
}

/** What nothing is booted under is not built: a series was written on it. */
function withoutBases({ all, selection, pins }: PlanRequest) {
  const chosen = new Set(neededHypervisors(all, selection));
  const bases = new Set([...chosen].map((name) => all.hypervisorSeries.get(name)?.base));
  return [...pins.hypervisors].filter(([name]) => chosen.has(name) || !bases.has(name));
}

/** What an image's libraries lie under, and Debian's name for its machine where that is not this one. */
function madeFor({ architectures }: Descriptions, { machine }: HostFacts, name: string) {
  const described = required(architectures.get(name), name);
  const triplet = required(described.cross, `the compiler's prefix for ${name}`).slice(0, -1);
  const architecture = foreignDebian(described, machine);
  return { triplet, ...(architecture ? { architecture } : {}) };
}

/** The guest's image of each architecture that there is a compiler for. */
function guestsOf({
  all,
  host,
}: Pick<PlanRequest, "all" | "host">): ReadonlyMap<string, Step<GuestImage>> {
  const guests = [...all.architectures].flatMap(([name, described]) => {
    const compiler = guestCompiler(described, host.machine);
    if (!compiler) return [];
    const { toolchain } = toolsFor(host, name);
    const sources = sourcesFor(all.guest, described.guest);
    const params = { sources, compiler, toolchain };
    return [[name, step(buildGuest, `guest by ${compiler}`, params, {})] as const];
  });
  return new Map(guests);
}

function buildable(described: SourcedHypervisor): BuildableHypervisor {
  const { tests: _, testList: __, rows: ___, made: ____, ...rest } = described;
  return rest;
}

/** Rows of an architecture whose kernels this machine cannot build: User Mode Linux is a program of its own machines. */
function unbuiltRows(
  { all, selection, host }: PlanRequest,
  rebases: readonly PlannedRebase[],
): SkippedCell[] {
  const unbuilt = selection.platforms.flatMap((platform) => {
    const { arch } = required(all.platforms.get(platform), platform);
    const why = notBuiltHere(all, host, arch);
    const own = selection.flavours.filter((name) => all.flavours.get(name)?.arch === arch);
    return why === undefined ? [] : own.map((flavour) => ({ flavour, platform, why }));
  });
  const rows = [
    ...selection.heads.map((head) => ({ series: baseRow, head })),
    ...rebases.filter(({ head }) => selection.heads.includes(head)),
  ];
  return rows.flatMap(({ series, head }) =>
    unbuilt.map(({ flavour, platform, why }) => ({ series, head, flavour, platform, why })),
  );
}

/** The unpatched row of a head comes before those that are compared with it. */
function plannedRows(request: Omit<RowRequest, "kernels">, kernels: readonly PlannedKernel[]): Row {
  const cells: PlannedCell[] = [];
  const skipped: SkippedCell[] = [];
  for (const kernel of kernels.filter(({ flavour }) =>
    request.selection.flavours.includes(flavour),
  )) {
    const base = cells.filter(({ series, head }) => series === baseRow && head === kernel.head);
    const row = rowOf({ ...request, kernels }, kernel, base);
    cells.push(...row.cells);
    skipped.push(...row.skipped);
  }
  return { cells, skipped };
}
