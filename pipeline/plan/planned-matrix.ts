// A plan -> what its parts are held against. Pure.

import { pinInWords } from "../model/head.ts";
import type { HostFacts } from "../model/host.ts";
import type { Json } from "../model/json.ts";
import type { Plan, PlannedCell, SkippedCell } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import { type MatrixCell, type PlannedMatrix, planSchemaName } from "../model/planned-matrix.ts";
import { wanted } from "./wanted.ts";

type Platforms = ReadonlyMap<string, Platform>;

export function plannedMatrix(plan: Plan, platforms: Platforms, host: HostFacts): PlannedMatrix {
  return {
    schema: planSchemaName,
    host: { qemuDigest: host.qemu.digest, compiler: host.toolchain.compiler },
    heads: plan.heads.map(({ name, description, pin }) => ({
      name,
      lane: description.lane,
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

function bootedCell(cell: PlannedCell, platforms: Platforms): MatrixCell {
  const { judged, bareJudged = [], host } = cell;
  return {
    ...rowOf(cell, platforms),
    expected: judged.params as Record<string, Exclude<Json, undefined>> as never,
    ...(bareJudged.length ? { bare: bareJudged.map(({ platform }) => platform) } : {}),
    ...(host ? { host: host.platform } : {}),
  };
}

function rowOf({ series, head, flavour, platform }: PlannedCell | SkippedCell, all: Platforms) {
  const { realness } = wanted(all.get(platform), platform);
  return { series, head, flavour, platform, realness };
}
