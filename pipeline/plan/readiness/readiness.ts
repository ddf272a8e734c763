// The readiness checklist of one series on one head: every line, with the steps it rests on.

import type { Checkers } from "../../model/described/checkers.ts";
import { patchesDigest } from "../../model/described/patches-digest.ts";
import type { Plan } from "../../model/work/plan.ts";
import { patchRules } from "../../rules/patch-rules.ts";
import { postedPatches } from "../../rules/posted-series.ts";
import { kernelChecks } from "./readiness-kernels.ts";
import { objectChecks } from "./readiness-objects.ts";
import {
  checkedArchitectures,
  compiledFor,
  otherArchitecture,
  pairOf,
  untouched,
} from "./other-architectures.ts";
import { sourceChecks } from "./readiness-sources.ts";
import { type PlanRequest, plannedKernels } from "../matrix/matrix.ts";
import { plainCheck, type PlannedCheck } from "./planned-check.ts";
import { plannedHeads, plannedRebases } from "../matrix/rebases.ts";
import { kernelArchitecture } from "../matrix/architecture-tools.ts";
import { required } from "../required.ts";
import { writtenOn } from "../matrix/written-on.ts";

export type ReadinessWishes = {
  /** Whether the series has a cover letter. */
  readonly cover: boolean;
  readonly checkers: Checkers;
  /** No kernel with debug options, fewer random configurations. */
  readonly quick: boolean;
};

export type Readiness = {
  readonly heads: Plan["heads"];
  readonly rebases: Plan["rebases"];
  readonly checks: readonly PlannedCheck[];
};

/** Of a selection of one series, one head and one flavour. */
export function readinessOf(request: PlanRequest, wishes: ReadinessWishes): Readiness {
  const { all, selection, host } = request;
  const [name = "", headName = "", flavour = ""] = [
    selection.series[0],
    selection.heads[0],
    selection.flavours[0],
  ];
  const series = required(all.series.get(name), name);
  const posted = { patches: postedPatches(series.patches), cover: wishes.cover };
  const heads = plannedHeads(request);
  const rebases = plannedRebases(request, heads);
  const headOf = (one: string) =>
    required(
      heads.find((head) => head.name === one),
      one,
    );
  const { base, patched } = pairOf(plannedKernels(request, heads, rebases), flavour);
  const arch = archOf(request, flavour);
  const touched = new Set(compiledFor(all, selection));
  const others = checkedArchitectures(all, arch.architecture).map((one) =>
    touched.has(one) ? otherArchitecture(request, one, { heads, rebases }) : untouched(one),
  );
  const { checkers, quick } = wishes;
  const digest = patchesDigest(series.patches);
  const head = headOf(headName);
  const rebase = required(rebases[0], name);
  const imported = new Map(heads.map((one) => [one.name, one.imported]));
  const on = {
    ...headOf(series.base),
    imported: writtenOn(series, { pins: request.pins.heads, imported }),
  };
  const checks = [
    ...patchRules.map(({ see, check, rule, source }) =>
      plainCheck({ check, rule, source }, see(posted)),
    ),
    ...sourceChecks({ series, posted, head, writtenOn: on, rebase }),
    ...kernelChecks({ request, heads, rebases, series, quick }),
    ...objectChecks({
      posted,
      digest,
      base,
      patched,
      arch,
      host,
      checkers,
      quick,
      others,
    }),
  ];
  return { heads: [head], rebases, checks };
}

function archOf({ all, host }: PlanRequest, flavour: string) {
  return kernelArchitecture(all, host, required(all.flavours.get(flavour), flavour).arch);
}
