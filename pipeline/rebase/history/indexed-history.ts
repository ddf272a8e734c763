// The index of a repository's commits: a file in its folder, made once for each commit and extended by what is new.

import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../../tools/git.ts";
import { inTurn } from "../../tools/in-turn.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { noColumns, packed, unpacked } from "./columns.ts";
import { Growing } from "./growing.ts";
import { History } from "./history.ts";
import { loggedCommits } from "./logged-commit.ts";

const file = "history";
const loaded = new Map<string, History>();

/**
 * With these commits, by their full ids, and all that they descend from. An index that is damaged, or that was made when
 * the repository's history ended elsewhere, is made anew.
 */
export async function indexedHistory(git: Git, commits: readonly string[]): Promise<History> {
  return inTurn(`${git.dir}: ${file}`, async () => {
    const ends = await shallowEnds(git);
    const before = loaded.get(git.dir) ?? (await readBack(git));
    const usable = fits(before, ends) ? before : new History(noColumns);
    const open = commits.filter((id) => usable.numberOf(id) === undefined);
    const history = open.length ? await extended(git, usable, { open, ends }) : usable;
    if (history !== before) await kept(git, history);
    loaded.set(git.dir, history);
    return history;
  });
}

/** The next one is read back from its file. */
export function forgetHistory({ dir }: Git): void {
  loaded.delete(dir);
}

async function readBack(git: Git): Promise<History> {
  const path = join(git.dir, file);
  const columns = existsSync(path) ? unpacked(await readFile(path)) : undefined;
  const history = new History(columns ?? noColumns);
  return history.tips().length > mostTips ? new History(noColumns) : history;
}

/** Old heads and series, of which nobody speaks any more: with more of them it is made anew. */
const mostTips = 2000;

/** Commits whose parents were not fetched (gitrepository-layout(5), "shallow"). */
async function shallowEnds(git: Git): Promise<ReadonlySet<string>> {
  const path = join(git.dir, "shallow");
  if (!existsSync(path)) return new Set();
  return new Set((await readFile(path, "latin1")).split("\n").filter(Boolean));
}

/** What was fetched since may go further back, or less far. */
function fits(history: History, ends: ReadonlySet<string>): boolean {
  const cut = new Set(Array.from(history.columns.cut, (at) => history.id(at)));
  if (!cut.isSubsetOf(ends)) return false;
  return [...ends.difference(cut)].every((id) => history.numberOf(id) === undefined);
}

type Open = { readonly open: readonly string[]; readonly ends: ReadonlySet<string> };

async function extended(git: Git, history: History, { open, ends }: Open): Promise<History> {
  const growing = new Growing(history);
  const known = await Promise.all(
    history.tips().map(async (id) => ((await ObjectDatabase.of(git.dir).read(id)) ? [id] : [])),
  );
  for await (const commit of loggedCommits(git, open, known.flat()))
    growing.add(commit, ends.has(commit.id));
  return new History(growing.columns());
}

async function kept(git: Git, history: History): Promise<void> {
  const path = join(git.dir, file);
  await writeFile(`${path}.lock`, packed(history.columns));
  await rename(`${path}.lock`, path);
}
