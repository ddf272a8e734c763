// Compares a thread with a series: which trailers its patches gained, which they lost, and why not the others.

import { readDiff } from "../../parse/patch/diff.ts";
import { patchIds } from "../../parse/patch/patch-id.ts";
import { isSameTrailer, givenKeys, type Trailer, trailersOf } from "../../parse/mail/trailers.ts";
import { type ChangedPatch, changedSince } from "./changed-since.ts";
import { givenTrailers } from "./given-trailers.ts";
import type { StoredPatch } from "../stored/stored-patch.ts";
import { type Answer, isUnder, type Posting, type Thread } from "./thread.ts";

/** `why`: what speaks for it, or against it, in words. */
export type FoundTrailers = {
  readonly offered: readonly Offer[];
  /** Trailers in the series that were given to code that is no longer there. */
  readonly lost: readonly Lost[];
  readonly refused: readonly Refused[];
};

export type Offer = {
  readonly patch: string;
  readonly trailer: Trailer;
  readonly why: string;
  /** The sender's words right before it; often empty. */
  readonly said: string;
};
type Lost = { readonly patch: string; readonly trailer: Trailer; readonly why: string };
type Refused = { readonly line: string; readonly mail: string; readonly why: string };

/** A posting with the patch of ours that it became; no change where the diff is the same. */
type Match = {
  readonly posting: Posting;
  readonly patch: StoredPatch;
  readonly change?: ChangedPatch;
};

export async function foundTrailers(
  patches: readonly StoredPatch[],
  thread: Thread,
): Promise<FoundTrailers> {
  const matches = await matched(patches, thread.postings);
  const offered: Offer[] = [];
  const refused: Refused[] = [];
  for (const answer of thread.answers) {
    const { given, notTaken } = givenTrailers(answer.mail);
    const mail = answer.mail.shown;
    for (const { line, why } of notTaken) refused.push({ line, mail, why });
    for (const { trailer, said } of given) {
      const { taken, not } = placed(trailer, answer, { patches, matches, ...thread });
      for (const one of taken) offer(offered, { ...one, trailer, said });
      for (const why of not) refused.push({ line: trailer.line, mail, why });
    }
  }
  const order = patches.map(({ name }) => name);
  return {
    offered: offered.toSorted((a, b) => order.indexOf(a.patch) - order.indexOf(b.patch)),
    lost: lostOf(patches, matches, thread),
    refused,
  };
}

/** By patch-id, then by subject. A posting that became no patch of ours is left out. */
async function matched(
  patches: readonly StoredPatch[],
  postings: readonly Posting[],
): Promise<Match[]> {
  const matches: Match[] = [];
  for (const posting of postings) {
    const { diff, subject } = posting;
    if (diff === undefined) continue;
    const id = idOf(diff);
    const same = only(patches.filter((patch) => id && idOf(patch.diff) === id));
    const patch = same ?? only(patches.filter((one) => one.subject === subject));
    if (same) matches.push({ posting, patch: same });
    else if (patch) matches.push({ posting, patch, change: await changedSince(diff, patch.diff) });
  }
  return matches;
}

function idOf(diff: string): string | undefined {
  return patchIds(readDiff(diff).files)?.u3;
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}

type Placed = { readonly taken: readonly { patch: string; why: string }[]; readonly not: string[] };

type PostedPatches = {
  readonly patches: readonly StoredPatch[];
  readonly matches: readonly Match[];
  readonly postings: readonly Posting[];
};

/** Where a trailer goes: to the patch that was answered, or to all of the series that the letter was of. */
function placed(
  trailer: Trailer,
  { to }: Answer,
  { patches, matches, postings }: PostedPatches,
): Placed {
  if (!to) return { taken: [], not: ["the mbox does not show which patch it answers"] };
  const about = matches.filter(({ posting }) =>
    to.diff === undefined ? isUnder(to, posting, postings) : posting === to,
  );
  const missing = about.length
    ? patches.filter(({ name }) => !about.some(({ patch }) => patch.name === name))
    : [];
  const taken: { patch: string; why: string }[] = [];
  const not: string[] = [];
  if (!about.length) not.push(`"${to.subject}" is no part of this series`);
  if (to.diff === undefined)
    for (const { name } of missing) not.push(`${name} was not in the series that it answers`);
  for (const { patch, posting, change } of about) {
    const why = obstacle(trailer, patch, change);
    const since = `v${posting.version}${to.diff === undefined ? ", by an answer to its letter" : ""}`;
    if (why === undefined) taken.push({ patch: patch.name, why: `${since}; ${inWords(change)}` });
    else not.push(`${patch.name}: ${why}`);
  }
  return { taken, not };
}

function obstacle(
  trailer: Trailer,
  patch: StoredPatch,
  change: ChangedPatch | undefined,
): string | undefined {
  if (change?.substantial) return inWords(change);
  if (trailer.address.toLowerCase() === patch.author.address.toLowerCase())
    return "its own author gave it";
  const has = trailersIn(patch.body).some((one) => isSameTrailer(one, trailer));
  return has ? "it is there already" : undefined;
}

function inWords(change: ChangedPatch | undefined): string {
  if (!change) return "the same diff";
  const { lines, of } = change;
  return lines === 0
    ? "only context moved since"
    : `${lines} of ${of} changed lines are others since`;
}

function offer(offered: Offer[], one: Offer): void {
  const twice = offered.some(
    ({ patch, trailer }) => patch === one.patch && isSameTrailer(trailer, one.trailer),
  );
  if (!twice) offered.push(one);
}

/**
 * What stands in a patch, and was given to a version of it that it has left behind: the newest one posted, or
 * an older one. Of a trailer that the thread knows nothing of nothing is said.
 */
function lostOf(
  patches: readonly StoredPatch[],
  matches: readonly Match[],
  thread: Thread,
): Lost[] {
  return patches.flatMap((patch) => {
    const own = matches.filter((match) => match.patch === patch);
    const still = own.filter(({ change }) => !change?.substantial);
    const gone = own.filter(({ change }) => change?.substantial);
    const has = trailersIn(patch.body).filter(({ key }) => givenKeys.includes(key));
    return has.flatMap((trailer): Lost[] => {
      const by = gone
        .toSorted((a, b) => b.posting.version - a.posting.version)
        .find((match) => givenTo(match, trailer, thread));
      if (!by || still.some((match) => givenTo(match, trailer, thread))) return [];
      const why = `${inWords(by.change)} v${by.posting.version}`;
      return [{ patch: patch.name, trailer, why }];
    });
  });
}

/** The posting had it, or an answer to it or to its letter gave it. */
function givenTo({ posting }: Match, trailer: Trailer, { answers, postings }: Thread): boolean {
  if (trailersIn(posting.message).some((one) => isSameTrailer(one, trailer))) return true;
  return answers.some(
    ({ to, mail }) =>
      to &&
      (to === posting || (to.diff === undefined && isUnder(to, posting, postings))) &&
      givenTrailers(mail).given.some((one) => isSameTrailer(one.trailer, trailer)),
  );
}

/** `message`: UTF-8 as latin1 characters. */
function trailersIn(message: string): Trailer[] {
  return trailersOf(Buffer.from(message, "latin1").toString());
}
