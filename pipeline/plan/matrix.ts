// Descriptions and pins -> the plan. Pure: equal input gives equal steps, and nothing runs.

import type { HostFacts } from "../model/host.ts";
import type { SourceTree } from "../model/head.ts";
import type { BuiltHypervisor } from "../model/hypervisor.ts";
import type { Dom0Image, GuestImage } from "../model/image.ts";
import type {
  PlannedCell,
  PlannedHead,
  PlannedKernel,
  PlannedRebase,
  Plan,
} from "../model/plan.ts";
import { baseRow } from "../model/series.ts";
import { type Step, step } from "../model/step.ts";
import { buildDom0 } from "../steps/build-dom0.ts";
import { buildGuest } from "../steps/build-guest.ts";
import { buildHypervisor } from "../steps/build-hypervisor.ts";
import { buildKernel } from "../steps/build-kernel.ts";
import { configureKernel } from "../steps/configure-kernel.ts";
import { cellOf, type Machinery } from "./cell.ts";
import type { Descriptions } from "../model/descriptions.ts";
import type { Pins } from "./pins.ts";
import { plannedHeads, plannedRebases } from "./rebases.ts";
import { wanted } from "./wanted.ts";
import type { Selection } from "./selection.ts";

type Ground = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: Pins;
  readonly host: HostFacts;
};

export function planOf(ground: Ground): Plan {
  const heads = plannedHeads(ground);
  const rebases = plannedRebases(ground, heads);
  const kernels = plannedKernels(ground, heads, rebases);
  const machinery = machineryOf(ground);
  const chosen = heads.filter(({ name }) => ground.selection.heads.includes(name));
  return {
    heads: chosen,
    rebases,
    kernels,
    hypervisors: [...machinery.hypervisors.values()],
    cells: plannedCells(ground, kernels, machinery),
  };
}

/** For each head and flavour the unpatched kernel first: the patched ones are built from its objects. */
function plannedKernels(
  ground: Ground,
  heads: readonly PlannedHead[],
  rebases: readonly PlannedRebase[],
): PlannedKernel[] {
  const { selection } = ground;
  return selection.heads.flatMap((head) =>
    selection.flavours.flatMap((flavour) => {
      const unpatched = wanted(
        heads.find(({ name }) => name === head),
        head,
      ).imported;
      const patched = rebases.filter((one) => one.head === head);
      const sources = [{ series: baseRow, rebased: unpatched }, ...patched];
      return sources.map(({ series, rebased }) =>
        plannedKernel(ground, { series, head, flavour }, rebased),
      );
    }),
  );
}

function plannedKernel(
  { all, host }: Ground,
  row: { series: string; head: string; flavour: string },
  source: Step<SourceTree>,
): PlannedKernel {
  const { series, head } = row;
  const flavour = wanted(all.flavours.get(row.flavour), row.flavour);
  const label = `${row.flavour} ${head}${series === baseRow ? "" : `+${series}`}`;
  const seriesFragment = all.series.get(series)?.kconfig ?? "";
  const config = step(configureKernel, label, { flavour, series, seriesFragment }, { source });
  const params = { flavour: row.flavour, toolchain: host.toolchain };
  return { ...row, built: step(buildKernel, label, params, { source, config }) };
}

function machineryOf({ all, pins, host }: Ground): Machinery {
  const { toolchain } = host;
  const guest: Step<GuestImage> = step(buildGuest, "guest", { sources: all.guest, toolchain }, {});
  const hypervisors = [...pins.hypervisors].map(([name, pin]) => {
    const hypervisor = wanted(all.hypervisors.get(name), name);
    return [name, step(buildHypervisor, name, { hypervisor, pin, toolchain }, {})] as const;
  });
  const dom0: Step<Dom0Image> | undefined =
    pins.dom0 && step(buildDom0, "dom0", { ...pins.dom0, sources: all.dom0 }, { guest });
  return {
    guest,
    hypervisors: new Map<string, Step<BuiltHypervisor>>(hypervisors),
    ...(dom0 ? { dom0 } : {}),
    proof: pins.proof,
    qemu: host.qemu.digest,
  };
}

function plannedCells(
  { all, selection }: Ground,
  kernels: readonly PlannedKernel[],
  machinery: Machinery,
): PlannedCell[] {
  const cells: PlannedCell[] = [];
  for (const kernel of kernels) {
    for (const name of selection.platforms) {
      const platform = wanted(all.platforms.get(name), name);
      const base = baseOf(cells, kernel, name);
      const promised = all.series.get(kernel.series);
      cells.push(
        cellOf({
          kernel,
          platform,
          machinery,
          accelerator: all.installation.accelerator,
          ...(promised ? { promised } : {}),
          ...(base ? { base } : {}),
        }),
      );
    }
  }
  return cells;
}

/** The same cell of the unpatched head. */
function baseOf(cells: readonly PlannedCell[], kernel: PlannedKernel, platform: string) {
  const same = (cell: PlannedCell): boolean =>
    cell.head === kernel.head && cell.flavour === kernel.flavour && cell.platform === platform;
  return kernel.series === baseRow
    ? undefined
    : cells.find((cell) => cell.series === baseRow && same(cell));
}
