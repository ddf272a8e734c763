// The tree that a series was written on: a commit of its base head where that has a history, the head itself where not.

import type { HeadPin, SourceTree } from "../../model/described/head.ts";
import type { Series } from "../../model/described/series.ts";
import { type Step, step } from "../../model/work/step.ts";
import { findBase } from "../../steps/find-base.ts";
import { knownBase } from "../../steps/known-base.ts";
import { required } from "../required.ts";

export type ImportedHeads = {
  readonly pins: ReadonlyMap<string, HeadPin>;
  readonly imported: ReadonlyMap<string, Step<SourceTree>>;
};

/** Heads move, and what a series was written on does not. */
export function writtenOn(series: Series, { pins, imported }: ImportedHeads): Step<SourceTree> {
  const { series: name, base, patches, "base-commit": commit } = series;
  const head = required(imported.get(base), base);
  if (pins.get(base)?.kind !== "git") return head;
  const params = { series: name, patches };
  return commit === undefined
    ? step(findBase, `of ${name} on ${base}`, params, { head })
    : step(knownBase, `of ${name} on ${base}`, { ...params, commit }, { head });
}
