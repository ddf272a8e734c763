// What prevents sending a dossier, and what its sender should know. Pure.

import type { PatchResult } from "../model/patches/patch-result.ts";
import type { Person } from "../parse/mail/mail-person.ts";
import { cellsOf } from "./evidence.ts";
import type { Dossier } from "./dossier.ts";
import { withoutSignOff } from "./sign-offs.ts";

type Unopened = Omit<Dossier, "open">;

/** One sentence each; empty where it can be sent as it is. */
export function openOf({ patches, sender, checks, evidence }: Unopened): string[] {
  const failed = checks.filter(({ outcome }) => outcome === "failed");
  const cells = evidence ? cellsOf(evidence).filter(({ verdict }) => verdict === "fail") : [];
  return [
    ...unsigned(withoutSignOff(patches, sender), sender),
    ...cells.map(({ platform, finding }) => `${platform} fails: ${finding?.summary ?? ""}`),
    ...failed.map(({ check, words }) => `${check}: ${words}`),
  ];
}

/** The sender of a patch must be the last to sign it off; Twinboot never does that. */
function unsigned(patches: readonly string[], { name, address }: Person): string[] {
  if (!patches.length) return [];
  return [`the Signed-off-by of ${name} <${address}> must come last in: ${patches.join(", ")}`];
}

type RebasedPatches = {
  readonly series: { readonly series: string; readonly folder: string };
  readonly patches: readonly PatchResult[];
};

/** What the letter lacks, and why; and what a look at the patches should begin with. */
export function notesOn(dossier: Unopened, { series, patches }: RebasedPatches): string[] {
  const { base, before, evidence, asked, checks } = dossier;
  const alarms = patches.flatMap(({ patch, alarms: all = [] }) =>
    all.map(({ says }) => `${patch}: ${says}`),
  );
  const persons = checks.filter(({ outcome }) => outcome === "person");
  return [
    ...(base.pin.kind === "git"
      ? []
      : ["there is no base-commit: the head is no git tree; --head names one"]),
    ...(base.changeId === undefined
      ? [`there is no change-id: b4 tells versions by it; ${series.folder}/series.yaml takes one`]
      : []),
    ...(before && before.link === undefined
      ? [
          `there is no link to v${before.version}: ${series.folder}/posted has no mbox of the archive`,
        ]
      : []),
    ...(evidence && !evidence.counts
      ? [
          `costs were not counted: ./twinboot bench --series ${series.series} --head ${evidence.head}`,
        ]
      : []),
    ...(asked ? [] : ["the head has no get_maintainer.pl: find out yourself who must see it"]),
    ...(checks.length ? [] : [`no checks are kept: ./twinboot check ${series.series}`]),
    ...patches
      .filter(({ commit }) => commit === undefined)
      .map(({ patch, result }) => `${patch} is left out: ${result}`),
    ...alarms,
    ...persons.map(({ check }) => `${check}: a person must answer it (readiness.txt)`),
  ];
}
