// The architectures, beside the flavour's own, that touched files are compiled for.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { baseRow } from "../../model/described/series.ts";
import type { Plan, PlannedKernel } from "../../model/work/plan.ts";
import { sourceArch } from "../../model/described/source-arch.ts";
import { kernelArchitecture } from "../matrix/architecture-tools.ts";
import { type PlanRequest, plannedKernels } from "../matrix/matrix.ts";
import { required } from "../required.ts";
import { postedPatches } from "../../rules/posted-series.ts";
import { touchedFiles } from "./readiness-sources.ts";

/** One flavour of the unpatched head, and of the series. */
export type Pair = { readonly base: PlannedKernel; readonly patched: PlannedKernel };

export type OtherArchitecture = {
  readonly name: string;
  /** No touched file is for it. */
  readonly untouched?: true;
  /** Absent where a run has no flavour of it that boots directly. */
  readonly kernels?: Pair & { readonly arch: KernelArchitecture };
};

/** Those that are described as checked, whether the files are theirs or not. `own`: of the flavour that is checked. */
export function checkedArchitectures(
  all: Pick<Descriptions, "architectures">,
  own: string,
): string[] {
  const checked = [...all.architectures.values()].filter((one) => one.checked);
  return checked.map(({ architecture }) => architecture).filter((name) => name !== own);
}

/** Those of them that files of the one chosen series may be compiled for. */
export function compiledFor(
  all: Descriptions,
  { series, flavours }: PlanRequest["selection"],
): string[] {
  const patches = series.flatMap((name) => all.series.get(name)?.patches ?? []);
  const files = touchedFiles({ patches: postedPatches(patches), cover: false });
  const own = all.flavours.get(flavours[0] ?? "")?.arch ?? "";
  return checkedArchitectures(all, own).filter((name) => mayCompile(all, name, files));
}

/** Whether one of the files may be compiled for an architecture: it is in no folder of another. */
function mayCompile(
  { architectures }: Pick<Descriptions, "architectures">,
  name: string,
  files: readonly string[],
): boolean {
  const folder = `arch/${sourceArch(required(architectures.get(name), name).make)}/`;
  return files.some(
    (file) => /\.[cS]$/.test(file) && (!file.startsWith("arch/") || file.startsWith(folder)),
  );
}

export function untouched(name: string): OtherArchitecture {
  return { name, untouched: true };
}

export function otherArchitecture(
  request: PlanRequest,
  name: string,
  plan: Pick<Plan, "heads" | "rebases">,
): OtherArchitecture {
  const { all, selection, host } = request;
  const flavour = all.installation.default.flavours.find(
    (one) => all.flavours.get(one)?.arch === name,
  );
  const platform = [...all.platforms.values()].find(
    ({ arch, entry }) => arch === name && entry === "direct",
  );
  if (!flavour || !platform) return { name };
  const narrow = { ...selection, flavours: [flavour], platforms: [platform.platform] };
  const kernels = plannedKernels({ ...request, selection: narrow }, plan.heads, plan.rebases);
  const arch = kernelArchitecture(all, host, name);
  return { name, kernels: { ...pairOf(kernels, flavour), arch } };
}

export function pairOf(kernels: readonly PlannedKernel[], flavour: string): Pair {
  const own = kernels.filter((one) => one.flavour === flavour);
  return {
    base: required(
      own.find(({ series }) => series === baseRow),
      flavour,
    ),
    patched: required(
      own.find(({ series }) => series !== baseRow),
      flavour,
    ),
  };
}
