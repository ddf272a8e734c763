// A series looked for in the history of a head, all of it real git.

import type { SourceTree } from "../model/described/head.ts";
import type { UpstreamEvidence } from "../model/patches/patch-result.ts";
import { parsePatch } from "../parse/patch/patch.ts";
import {
  findExactly,
  findLikely,
  isProved,
  type SoughtPatch,
} from "../rebase/upstream/find-upstream.ts";
import { hunkPlaces } from "../rebase/apply/hunk-places.ts";
import { upstreamVerdict, type UpstreamVerdict } from "../rebase/upstream/upstream-verdict.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import type { GitRig } from "./git-rig.ts";

/** The commits behind `from` up to `to` as patches of a series. */
export async function sought(
  rig: GitRig,
  from: SourceTree,
  to: SourceTree,
  ...options: string[]
): Promise<SoughtPatch[]> {
  const patches = await rig.patches(from, to, "--full-index", "--binary", ...options);
  return patches.map(({ name, text: utf8 }) => {
    const text = Buffer.from(utf8).toString("latin1");
    const parsed = parsePatch(text);
    if (!parsed) throw new Error(`${name} is no patch`);
    const author = /^From: (.*)$/m.exec(utf8)?.[1] ?? "";
    return { name, parsed, subject: parsed.subject, author };
  });
}

export type Found = {
  readonly evidence: readonly UpstreamEvidence[];
  readonly verdict: UpstreamVerdict;
};

/** What is found of each patch, in their order, and the verdict on the bare head. */
export async function find(
  rig: GitRig,
  series: readonly SoughtPatch[],
  head: SourceTree,
  base?: SourceTree,
): Promise<Found[]> {
  const db = ObjectDatabase.of(rig.git.dir);
  const since = base ? { base: base.commit } : {};
  const search = { db, git: rig.git, head, series, ...since };
  const exactly = await findExactly(search);
  const open = series.filter(({ name }) => !isProved(exactly.get(name) ?? []));
  const found = new Map([...exactly, ...(await findLikely(search, open, exactly))]);
  return Promise.all(
    series.map(async ({ name, parsed }) => {
      const evidence = found.get(name) ?? [];
      const places = await hunkPlaces(db, head.tree, parsed);
      return { evidence, verdict: upstreamVerdict(evidence, places) };
    }),
  );
}

/** `rung: seen`, of each. */
export function words({ evidence }: Found): string[] {
  return evidence.map(({ rung, seen }) => `${rung}: ${seen}`);
}

export function rungsOf({ evidence }: Found): string[] {
  return evidence.map(({ rung }) => rung);
}
