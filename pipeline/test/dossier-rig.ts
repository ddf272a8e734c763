// A dossier over real git: patches rebased in a store's repository, as the command line makes it.

import { join } from "node:path";
import type { Dossier } from "../dossier/dossier.ts";
import { rebasedPatches } from "../exchange/import/refreshed-series.ts";
import type { PatchFile, RebasedSeries } from "../model/described/series.ts";
import type { SourceTree } from "../model/described/head.ts";
import { folderOf } from "./exchange-rig.ts";
import type { GitRig } from "./git-rig.ts";
import { passed } from "./rebase-rig.ts";

const sender = { name: "A. Uthor", address: "a@example.org" };

export type MadeDossier = { readonly dossier: Dossier; readonly rebased: RebasedSeries };

/** The patches on the head, as they would be posted for the first time; `change` replaces whole members. */
export async function dossierWith(
  rig: GitRig,
  patches: readonly PatchFile[],
  head: SourceTree,
  change: Partial<Dossier> = {},
): Promise<MadeDossier> {
  const rebased = await passed(rig, patches, head, head);
  const files = patches.map(({ name, text }) => [name, text] as const);
  const dir = await folderOf({
    ...Object.fromEntries(files),
    series: patches.map(({ name }) => `${name}\n`).join(""),
  });
  const from = { repository: rig.git.dir, from: head.commit, patches: rebased.patches };
  const pin = {
    kind: "git",
    url: "https://example.org/l.git",
    ref: "main",
    history: "all",
  } as const;
  const dossier: Dossier = {
    version: 1,
    sender,
    cover: { subject: "x: a series", body: "What it does, and why." },
    patches: await rebasedPatches(dir, from),
    recipients: [{ name: "M.", address: "m@example.org", kind: "To", reasons: ["maintainer: X"] }],
    asked: true,
    checks: [],
    base: { pin: { ...pin, commit: head.commit }, prerequisites: [] },
    shortlog: "A. Uthor (2):\n  one\n  two",
    diffstat: " f.c | 2 +-\n 1 file changed",
    open: [],
    ...change,
  };
  return { dossier, rebased };
}

/** The names of the mails in a dossier's folder, with their paths. */
export function mailsIn(files: ReadonlyMap<string, string>, dir: string): string[] {
  return [...files.keys()].filter((name) => name.endsWith(".patch")).map((name) => join(dir, name));
}
