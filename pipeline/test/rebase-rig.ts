// A series rebased as the engine does it, on a rig's store.

import { expect } from "vitest";
import type { SourceTree } from "../model/described/head.ts";
import type { Outcome } from "../model/judge/outcome.ts";
import type { PatchFile, RebasedSeries, ResolutionFile } from "../model/described/series.ts";
import { step } from "../model/work/step.ts";
import { constantStep } from "../steps/constant-step.ts";
import { rebaseSeries } from "../steps/rebase-series.ts";
import type { GitRig } from "./git-rig.ts";
import { outcomeOn } from "./store-rig.ts";

export async function rebase(
  rig: GitRig,
  patches: readonly PatchFile[],
  head: SourceTree,
  writtenOn: SourceTree,
): Promise<Outcome<RebasedSeries>> {
  return rebaseWith(rig, { patches, resolutions: [] }, head, writtenOn);
}

export async function rebaseWith(
  rig: GitRig,
  series: { patches: readonly PatchFile[]; resolutions: readonly ResolutionFile[] },
  head: SourceTree,
  writtenOn: SourceTree,
): Promise<Outcome<RebasedSeries>> {
  const inputs = {
    head: constantStep("head", head),
    writtenOn: constantStep("written on", writtenOn),
  };
  return outcomeOn(rig.store, step(rebaseSeries, "s", { series: "s", ...series }, inputs));
}

export async function passed(...call: Parameters<typeof rebase>): Promise<RebasedSeries> {
  const outcome = await rebase(...call);
  expect(outcome.status).toBe("pass");
  return valueOf(outcome);
}

export function valueOf(outcome: Outcome<RebasedSeries>): RebasedSeries {
  if ("value" in outcome && outcome.value) return outcome.value;
  throw new Error(`no value: ${JSON.stringify(outcome)}`);
}

export function resultsOf(rebased: RebasedSeries): string[] {
  return rebased.patches.map(({ result }) => result);
}

/** A file of forty lines, and the same with one of them changed. */
export const numbered = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);
export const text = (all: readonly string[]): string => `${all.join("\n")}\n`;
export const file = text(numbered);
export const changed = (at: number, to: string): string => text(numbered.with(at - 1, to));
