// A plan -> the matrix that its parts must match. Pure.

import { pinInWords } from "../../model/described/head.ts";
import type { HostFacts } from "../../model/described/host.ts";
import type { Json } from "../../model/json.ts";
import type { Plan, PlannedCell, SkippedCell } from "../../model/work/plan.ts";
import { hypervisorOf } from "../../model/described/hypervisor-of.ts";
import type { Platform } from "../../model/described/platform.ts";
import {
  type MatrixCell,
  type PlannedMatrix,
  planSchemaName,
} from "../../model/record/planned-matrix.ts";
import { type PlanRequest, planOf } from "./matrix.ts";
import { required } from "../required.ts";

type Platforms = ReadonlyMap<string, Platform>;

export function plannedMatrix(plan: Plan, platforms: Platforms, host: HostFacts): PlannedMatrix {
  return {
    schema: planSchemaName,
    host: { qemuDigest: host.qemu.digest, compiler: host.toolchain.compiler },
    heads: plan.heads.map(({ name, description, pin }) => ({
      name,
      channel: description.channel,
      at: pinInWords(pin),
    })),
    rebases: plan.rebases.map(({ series, head, patches }) => ({ series, head, patches })),
    kernels: plan.kernels.map(({ series, head, flavour }) => ({ series, head, flavour })),
    cells: [
      ...plan.cells.map((cell) => bootedCell(cell, platforms)),
      ...plan.skipped.map((cell) => ({ ...rowOf(cell, platforms), skipped: cell.why })),
    ],
  };
}

/**
 * Of a run that a machine for each head and flavour has a part in: what such a machine plans by itself, for a cell is
 * seen against others of its part alone.
 */
export function matrixOfParts(inputs: PlanRequest): PlannedMatrix {
  const { all, selection, host } = inputs;
  const parts = selection.heads.flatMap((head) =>
    selection.flavours.map((flavour) => {
      const own = { ...selection, heads: [head], flavours: [flavour] };
      return plannedMatrix(planOf({ ...inputs, selection: own }), all.platforms, host);
    }),
  );
  const union = <T>(of: (part: PlannedMatrix) => readonly T[]): T[] => [
    ...new Map(parts.flatMap(of).map((one) => [JSON.stringify(one), one])).values(),
  ];
  return {
    ...plannedMatrix(planOf(inputs), all.platforms, host),
    heads: union(({ heads }) => heads),
    rebases: union(({ rebases }) => rebases),
    kernels: union(({ kernels }) => kernels),
    cells: union(({ cells }) => cells),
  };
}

function bootedCell(cell: PlannedCell, platforms: Platforms): MatrixCell {
  const { judged, bareJudged = [], elsewhere, host, hypervisorSeries } = cell;
  return {
    ...rowOf(cell, platforms),
    ...(hypervisorSeries === undefined ? {} : { hypervisorSeries }),
    expected: judged.params as Record<string, Exclude<Json, undefined>> as never,
    ...(bareJudged.length ? { bare: bareJudged.map(({ platform }) => platform) } : {}),
    ...(host ? { host: host.platform } : {}),
    ...(elsewhere ? { elsewhere: elsewhere.platform } : {}),
  };
}

function rowOf({ series, head, flavour, platform }: PlannedCell | SkippedCell, all: Platforms) {
  const described = required(all.get(platform), platform);
  const hypervisor = hypervisorOf(all, described);
  const { realness } = described;
  return {
    ...(hypervisor === undefined ? {} : { hypervisor }),
    series,
    head,
    flavour,
    platform,
    realness,
  };
}
