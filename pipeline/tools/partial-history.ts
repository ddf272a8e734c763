// A head's commits and trees without the bytes of its files: those come later, as they are asked for (absent-blobs.ts).

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";
import { addSource } from "./blob-sources.ts";
import { shallowServer } from "./fetch-failure.ts";
import type { Git } from "./git.ts";
import { gitFetch, type Patience } from "./git-fetch.ts";
import { inTurn } from "./in-turn.ts";

export type WantedHistory = {
  readonly url: string;
  readonly commit: string;
  /** The ref that keeps it. */
  readonly ref: string;
  /** A day; everything where absent. */
  readonly since?: string;
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
};

/**
 * Brings a commit, its history and the tags on it. What other heads have brought is not sent again. A server that knows
 * no filter sends the files too. Throws InfraError, and leaves no ref then.
 */
export async function fetchHistory(git: Git, wanted: WantedHistory): Promise<void> {
  const { url, commit, ref, since, ...how } = wanted;
  const depth = since === undefined ? [] : [`--shallow-since=${since}`];
  // One after the other: each writes the file `shallow`, and the next one needs less.
  await inTurn(git.dir, async () => {
    const args = [...depth, remote, `+${commit}:${ref}`];
    const before = await packsOf(git.dir);
    try {
      await gitFetch({ gitDir: git.dir, url, args, env: withoutBlobs(url), ...how });
      if (!(await isWhole(git, commit, ref)))
        throw new InfraError(`${url}: ${shallowServer}`, "name what it was cloned from");
    } catch (error) {
      await rm(join(git.dir, ref), { force: true });
      await withoutNew(git.dir, before);
      throw error;
    }
    addSource(git.dir, url);
  });
}

const remote = "head";

/** Without their endings: those of histories, which nobody else writes at the same time. */
async function packsOf(gitDir: string): Promise<ReadonlySet<string>> {
  const names = await readdir(join(gitDir, "objects/pack"));
  const marks = names.filter((name) => name.endsWith(".promisor"));
  return new Set(marks.map((name) => name.slice(0, -".promisor".length)));
}

/** What came of a history that is not whole: git would take the commit for one that it has, and not ask again. */
async function withoutNew(gitDir: string, before: ReadonlySet<string>): Promise<void> {
  for (const pack of (await packsOf(gitDir)).difference(before))
    for (const ending of ["idx", "rev", "pack", "promisor"])
      await rm(join(gitDir, "objects/pack", `${pack}.${ending}`), { force: true });
}

/** Of a shallow server not even git notices, where a day to begin with is asked for. */
async function isWhole(git: Git, commit: string, ref: string): Promise<boolean> {
  const others = ["--not", `--exclude=${ref}`, "--glob=refs/twinboot/git/*"];
  return (await git.try({ args: ["rev-list", "--count", commit, ...others] })).ok;
}

/**
 * A promisor for this one command: nothing of it stays in the repository's configuration. With a promisor, git fetches
 * whatever it misses by a git fetch of its own, which may do the same: on a shallow server thousands of them. git 2.44
 * can be told not to; an older one cannot start another where the configuration that it hands on has the greatest
 * length that a variable may have (execve(2): 32 pages) already.
 */
function withoutBlobs(url: string): Record<string, string> {
  const settings: [string, string][] = [
    [`remote.${remote}.url`, url],
    [`remote.${remote}.promisor`, "true"],
    [`remote.${remote}.partialCloneFilter`, "blob:none"],
  ];
  const needed = settings.map(([key, value]) => `${quoted(key)}=${quoted(value)}`).join(" ");
  const name = "GIT_CONFIG_PARAMETERS";
  const filled = longest - `${name}=${needed} 'twinboot.filled'=''`.length - left;
  const parameters = `${needed} 'twinboot.filled'='${"x".repeat(Math.max(filled, 0))}'`;
  return { [name]: parameters, GIT_NO_LAZY_FETCH: "1" };
}

/** Pages of 4 KiB; with larger ones the length is no limit, and the clock is. */
const longest = 32 * 4096;
/** Less than ` 'fetch.negotiationalgorithm'='noop'`, which git puts behind it. */
const left = 20;

/** As git's own quoting: git-rev-parse(1), "--sq-quote". */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
