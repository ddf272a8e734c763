// The readiness checklist of one series on one head: every line, with the steps it rests on.

import type { Checkers } from "../model/checkers.ts";
import { patchesDigest } from "../model/patches-digest.ts";
import type { Plan, PlannedKernel } from "../model/plan.ts";
import { baseRow } from "../model/series.ts";
import { patchRules } from "../rules/patch-rules.ts";
import { postedPatches } from "../rules/posted-series.ts";
import type { ObjectGround, Pair } from "./compile-steps.ts";
import { kernelChecks } from "./readiness-kernels.ts";
import { objectChecks } from "./readiness-objects.ts";
import { sourceChecks } from "./readiness-sources.ts";
import { type Ground, plannedKernels } from "./matrix.ts";
import { plainCheck, type PlannedCheck } from "./planned-check.ts";
import { plannedHeads, plannedRebases } from "./rebases.ts";
import { wanted } from "./wanted.ts";

export type ReadinessWishes = {
  /** Whether a cover letter lies beside the patches. */
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
export function readinessOf(ground: Ground, wishes: ReadinessWishes): Readiness {
  const { all, selection, host } = ground;
  const [name = "", headName = "", flavour = ""] = [
    selection.series[0],
    selection.heads[0],
    selection.flavours[0],
  ];
  const series = wanted(all.series.get(name), name);
  const posted = { patches: postedPatches(series.patches), cover: wishes.cover };
  const heads = plannedHeads(ground);
  const rebases = plannedRebases(ground, heads);
  const headOf = (one: string) =>
    wanted(
      heads.find((head) => head.name === one),
      one,
    );
  const { base, patched } = pairOf(plannedKernels(ground, heads, rebases), flavour);
  const arch = archOf(ground, flavour);
  const other = otherKernel(ground, heads, rebases);
  const { checkers, quick } = wishes;
  const digest = patchesDigest(series.patches);
  const head = headOf(headName);
  const rebase = wanted(rebases[0], name);
  const checks = [
    ...patchRules.map(({ see, check, rule, source }) =>
      plainCheck({ check, rule, source }, see(posted)),
    ),
    ...sourceChecks({ series, posted, head, writtenOn: headOf(series.base), rebase }),
    ...kernelChecks({ ground, heads, rebases, series, quick }),
    ...objectChecks({
      posted,
      digest,
      base,
      patched,
      arch,
      host,
      checkers,
      quick,
      ...(other ? { other } : {}),
    }),
  ];
  return { heads: [head], rebases, checks };
}

function pairOf(kernels: readonly PlannedKernel[], flavour: string): Pair {
  const own = kernels.filter((one) => one.flavour === flavour);
  return {
    base: wanted(
      own.find(({ series }) => series === baseRow),
      flavour,
    ),
    patched: wanted(
      own.find(({ series }) => series !== baseRow),
      flavour,
    ),
  };
}

function archOf({ all }: Ground, flavour: string) {
  const { arch } = wanted(all.flavours.get(flavour), flavour);
  return wanted(all.architectures.get(arch), arch);
}

/** The kernels of the flavour for i386, where a run builds one. */
function otherKernel(
  ground: Ground,
  heads: Plan["heads"],
  rebases: Plan["rebases"],
): NonNullable<ObjectGround["other"]> | undefined {
  const { all, selection } = ground;
  const flavour = all.installation.default.flavours.find(
    (name) => all.flavours.get(name)?.arch === "i386",
  );
  const platform = [...all.platforms.values()].find(
    ({ arch, entry }) => arch === "i386" && entry === "direct",
  );
  if (!flavour || !platform) return undefined;
  const narrow = { ...selection, flavours: [flavour], platforms: [platform.platform] };
  const kernels = plannedKernels({ ...ground, selection: narrow }, heads, rebases);
  return { ...pairOf(kernels, flavour), arch: archOf(ground, flavour) };
}
