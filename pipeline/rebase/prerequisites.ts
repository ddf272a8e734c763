// What an older tree lacks so that a series applies: the commits in the way of each conflict are picked first, and those
// in their way before them, until all applies; then each that can be left out is left out.

import type { SourceTree } from "../model/described/head.ts";
import type { PatchFile } from "../model/described/series.ts";
import type { NamedCommit } from "../model/patches/clean-base.ts";
import type { HunkPlace } from "../model/patches/patch-result.ts";
import type { Prerequisites } from "../model/patches/prerequisites.ts";
import { bringTouched } from "./apply/bring-touched.ts";
import type { RebaseContext, ReadPatch } from "./apply/rebase-context.ts";
import { type Backport, backportOf } from "./backport.ts";
import { conflictCauses } from "./cause/conflict-cause.ts";
import type { Marks } from "./history/history.ts";
import { indexedHistory } from "./history/indexed-history.ts";
import { relationOf } from "./history/relation.ts";
import { namedCommit } from "./named-commit.ts";
import { AuthorTrees } from "./pick/author-trees.ts";
import { pickPatch } from "./pick/pick-patch.ts";
import { readPatch } from "./pick/read-patch.ts";

export type Lacking = {
  readonly head: SourceTree;
  readonly writtenOn: SourceTree;
  readonly patches: readonly PatchFile[];
};

/** Whoever needs more than so many will take a newer tree. */
const most = 60;

/** Picks as `git cherry-pick` does, in memory; what the head has as a backport already is not picked again. */
export async function prerequisites(
  context: RebaseContext,
  lacking: Lacking,
): Promise<Prerequisites> {
  const { head, writtenOn } = lacking;
  const order = await lackedBy(context, head.commit, writtenOn.commit);
  if (!order)
    return { commits: [], why: "the head and the series' base have no history in common" };
  const trial = new Trial(context, lacking, order);
  let came = await trial.with([]);
  while ("stuck" in came && trial.size < most) {
    if (!(await trial.add(came))) break;
    came = await trial.with(trial.chosen);
  }
  if ("stuck" in came)
    return { commits: await named(context, trial.chosen), stuck: came.stuck.name };
  const { tree, needed } = await withoutNeedless(trial, came.tree);
  return { commits: await named(context, needed), tree };
}

/** The commits that `from` lacks of `to`, each with its place: parents before children. */
async function lackedBy(
  { git }: RebaseContext,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, number> | undefined> {
  const history = await indexedHistory(git, [from, to]);
  const [older, newer] = [history.numberOf(from), history.numberOf(to)];
  if (older === undefined || newer === undefined) return undefined;
  if (relationOf(history, older, newer) === "none") return undefined;
  return new Map(marked(history.between(older, newer)).map((at) => [history.id(at), at]));
}

function marked(marks: Marks): number[] {
  return Array.from(marks, (is, at) => (is ? [at] : [])).flat();
}

type Stuck = {
  readonly stuck: ReadPatch;
  readonly base: { readonly commit: string; readonly tree: string };
  readonly onto: string;
  readonly places: readonly HunkPlace[];
};

class Trial {
  readonly #chosen = new Map<string, Backport>();
  readonly #context: RebaseContext;
  readonly #head: SourceTree;
  readonly #base: SourceTree;
  readonly #patches: readonly ReadPatch[];
  readonly #authored: AuthorTrees;
  readonly #order: ReadonlyMap<string, number>;
  #origins: Promise<readonly string[]> | undefined;

  constructor(context: RebaseContext, lacking: Lacking, order: ReadonlyMap<string, number>) {
    const { head, writtenOn } = lacking;
    [this.#context, this.#head, this.#base, this.#order] = [context, head, writtenOn, order];
    this.#patches = lacking.patches.map(readPatch);
    this.#authored = new AuthorTrees(context, writtenOn.tree, this.#patches);
  }

  get size(): number {
    return this.#chosen.size;
  }

  /** In the order of their history. */
  get chosen(): readonly Backport[] {
    const place = ({ commit }: Backport): number => this.#order.get(commit) ?? 0;
    return [...this.#chosen.values()].toSorted((a, b) => place(a) - place(b));
  }

  /** The tree with these and the series on it, or the first that does not apply. */
  async with(backports: readonly Backport[]): Promise<{ readonly tree: string } | Stuck> {
    let { tree } = this.#head;
    for (const { patch, base, authored } of backports) {
      const next = await this.#pick(tree, { patch, authored, at: 0, base });
      if (typeof next !== "string") return next;
      tree = next;
    }
    await bringTouched(this.#context, this.#base.tree, this.#patches);
    for (const [at, patch] of this.#patches.entries()) {
      const base = { commit: this.#base.commit, tree: await this.#authored.before(at) };
      const next = await this.#pick(tree, { patch, authored: this.#authored, at, base });
      if (typeof next !== "string") return next;
      tree = next;
    }
    return { tree };
  }

  async #pick(
    onto: string,
    {
      base,
      ...wanted
    }: { base: Stuck["base"]; patch: ReadPatch; authored: AuthorTrees; at: number },
  ): Promise<string | Stuck> {
    await bringTouched(this.#context, onto, [wanted.patch]);
    const picked = await pickPatch(this.#context, onto, wanted);
    if (picked.how === "empty") return onto;
    if (picked.how !== "conflict") return picked.tree;
    return { stuck: wanted.patch, base, onto, places: picked.places };
  }

  /** The commits behind a conflict that the head lacks; false where there is none that was not chosen before. */
  async add({ stuck, base, onto, places }: Stuck): Promise<boolean> {
    this.#context.db.flush();
    const causes = await conflictCauses({
      ...this.#context,
      base,
      head: { commit: this.#head.commit, tree: onto },
      patch: stuck.parsed,
      hunks: places.filter(({ state }) => state === "conflict"),
    });
    const before = this.size;
    const older = causes.filter(({ side }) => side === "older");
    for (const { commit } of older.flatMap(({ commits }) => commits)) await this.#choose(commit);
    return this.size > before;
  }

  async #choose(commit: string): Promise<void> {
    if (this.#chosen.has(commit) || !this.#order.has(commit)) return;
    this.#origins ??= originsIn(this.#context, {
      from: this.#base.commit,
      to: this.#head.commit,
    });
    if ((await this.#origins).some((origin) => commit.startsWith(origin))) return;
    const backport = await backportOf(this.#context, commit);
    if (backport) this.#chosen.set(commit, backport);
  }
}

/** What the commits of a stable tree say to be backports of. */
async function originsIn(
  { git }: RebaseContext,
  { from, to }: { from: string; to: string },
): Promise<readonly string[]> {
  const history = await indexedHistory(git, [from, to]);
  const [older, newer] = [history.numberOf(from), history.numberOf(to)];
  if (older === undefined || newer === undefined) return [];
  const commits = marked(history.between(older, newer));
  return commits.flatMap((at) => history.named(at, "origin"));
}

/** From the newest on: what only stood near a conflict goes again. */
async function withoutNeedless(
  trial: Trial,
  tree: string,
): Promise<{ tree: string; needed: readonly Backport[] }> {
  let [needed, whole] = [trial.chosen, tree];
  for (const one of needed.toReversed()) {
    const rest = needed.filter((other) => other !== one);
    const came = await trial.with(rest);
    if ("tree" in came) [needed, whole] = [rest, came.tree];
  }
  return { tree: whole, needed };
}

async function named(
  { git }: RebaseContext,
  backports: readonly Backport[],
): Promise<readonly NamedCommit[]> {
  return Promise.all(backports.map(({ commit }) => namedCommit(git, commit)));
}
