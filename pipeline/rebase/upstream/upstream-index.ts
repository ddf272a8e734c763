// The commits of a head by which the patches of a series can be found there, with what each changed.

import type { UpstreamCommit } from "../../model/patches/patch-result.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { pathBytes } from "../../parse/patch/path-bytes.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import { bringBlobs } from "../../tools/absent-blobs.ts";
import type { Git } from "../../tools/git.ts";
import { gitLines } from "../../tools/git-lines.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { linkOf, messageIdsOf, originsOf, revertsOf } from "../history/commit-message.ts";
import type { History, Marks } from "../history/history.ts";
import { indexedHistory } from "../history/indexed-history.ts";
import { relationOf } from "../history/relation.ts";
import { pathsOf } from "../apply/head-files.ts";
import { changedHunks } from "./changed-lines.ts";
import { type PatchIds, patchIds } from "../../parse/patch/patch-id.ts";

export type IndexedCommit = UpstreamCommit & {
  /** Of the mails that its trailers name, without angle brackets. */
  readonly messageIds: readonly string[];
  /** Every file it touches. */
  readonly files: ReadonlySet<string>;
  /** Absent in merges and in the first commit of a history: those have no diff of their own. */
  readonly ids?: PatchIds;
  /** By file, of those that were asked for: its runs of changed lines. */
  readonly runs: ReadonlyMap<string, readonly string[]>;
  /** The commits that it says to be a backport of; ids may be shortened. */
  readonly origins: readonly string[];
  /** The commits that it says it takes back; ids may be shortened. */
  readonly reverts: readonly string[];
  /** The commit that takes it back, as long as none takes that one back. */
  readonly revertedBy?: UpstreamCommit;
};

export type UpstreamIndex = {
  /** Newest first. */
  readonly commits: readonly IndexedCommit[];
  /**
   * `since-base`: everything the head has and the base lacks. `latest`: base and head share no history, or there is no
   * base; the latest commits only. `none`: the head is one commit, as made from a tarball.
   */
  readonly history: "since-base" | "latest" | "none";
};

/** Where nothing says how far to go back: some two releases' worth in one subsystem. */
const latest = 2000;

/** Which commits are wanted. */
export type Wanted = {
  /** Those that touch one of these files; literally, from the tree's root. */
  readonly paths?: ReadonlySet<string>;
  /** Those that change just the files of one of these sets, as the same patch does. */
  readonly sets?: readonly ReadonlySet<string>[];
  /** Ids, maybe shortened, of commits that are wanted whatever they touch, as are those that name them. */
  readonly named?: readonly string[];
  /** Mails, without angle brackets, whose commits are. */
  readonly mails?: readonly string[];
};

/** One process for the diffs, and one more where the index of the repository's history lacks the head's newest. */
export async function upstreamIndex(
  git: Git,
  range: { readonly base?: string; readonly head: string },
  wanted: Wanted,
): Promise<UpstreamIndex> {
  const { base, head } = range;
  if (await isAlone(git, head)) return { commits: [], history: "none" };
  const known = base !== undefined && (await isThere(git, base)) ? [base] : [];
  const history = await indexedHistory(git, [head, ...known]);
  const [to, from] = [head, ...known].map((id) => history.numberOf(id));
  if (to === undefined) throw new Error(`${head} was not indexed`);
  if (history.parents(to).length === 0) return { commits: [], history: "none" };
  const related = from !== undefined && relationOf(history, from, to) !== "none";
  const marks = related ? history.between(from, to) : history.ancestors(to);
  const { paths = new Set(), sets = [] } = wanted;
  const touching = history.touching(paths, marks);
  const some = related ? touching : newest(history, touching);
  const alike = sets.flatMap((set) => changingJust(history, marks, set));
  const all = withSpeaking(history, marks, { ...wanted, found: [...some, ...alike] });
  const order = [...all].toSorted((a, b) => b - a);
  const commits = await logged(git, { history, order, paths, sets });
  return { commits: withReverts(commits), history: related ? "since-base" : "latest" };
}

/** The commits that `from` lacks and that changed one of the files, newest first, with those changes alone and no ids. */
export async function laterChanges(
  git: Git,
  { from, head }: { from: string; head: string },
  paths: ReadonlySet<string>,
): Promise<readonly IndexedCommit[]> {
  const history = await indexedHistory(git, [from, head]);
  const [older, newer] = [history.numberOf(from), history.numberOf(head)];
  if (older === undefined || newer === undefined) return [];
  const order = history.touching(paths, history.between(older, newer));
  return logged(git, { history, order, paths, sets: [], linesOnly: true });
}

/** An archive's head: it needs no index. */
async function isAlone(git: Git, head: string): Promise<boolean> {
  const commit = await ObjectDatabase.of(git.dir).read(head);
  return !/^parent /m.test(commit?.content.toString("latin1").split("\n\n")[0] ?? "");
}

async function isThere(git: Git, commit: string): Promise<boolean> {
  return (await ObjectDatabase.of(git.dir).read(commit))?.type === "commit";
}

function newest(history: History, commits: readonly number[]): readonly number[] {
  const byDate = commits.toSorted((a, b) => history.committed(b) - history.committed(a));
  return byDate.slice(0, latest);
}

function changingJust(history: History, marks: Marks, set: ReadonlySet<string>): number[] {
  const [first] = set;
  if (first === undefined) return [];
  return history.touching([first], marks).filter((at) => {
    const changes = history.changes(at);
    return changes.length === set.size && changes.every(({ path }) => set.has(path));
  });
}

/** With commits that are named or name what is sought, and those that take one of them all back, whatever they touch. */
function withSpeaking(
  history: History,
  marks: Marks,
  { named = [], mails = [], found }: Wanted & { readonly found: readonly number[] },
): ReadonlySet<number> {
  const inRange = (commits: readonly number[]): number[] => commits.filter((at) => marks[at]);
  const all = new Set([...found, ...inRange(mails.flatMap((id) => history.naming("mail", id)))]);
  for (const id of named)
    for (const at of inRange([
      ...history.numbersOf(id),
      ...(["origin", "revert"] as const).flatMap((kind) => history.naming(kind, id)),
    ]))
      all.add(at);
  const takenBack = history.reverts();
  // What is added is gone through too: a revert may be taken back.
  for (const at of all) for (const by of inRange(takenBack.get(at) ?? [])) all.add(by);
  return all;
}

type Logged = {
  readonly history: History;
  readonly order: readonly number[];
  readonly paths: ReadonlySet<string>;
  /** Only what changes just the files of one of these has patch-ids; without any, all have. */
  readonly sets: readonly ReadonlySet<string>[];
  readonly linesOnly?: true;
};

/** In their order. */
async function logged(git: Git, wanted: Logged): Promise<IndexedCommit[]> {
  const { history, order, paths, sets, linesOnly } = wanted;
  if (!order.length) return [];
  await bringBlobs(git.dir, blobsOf(history, order, linesOnly ? paths : undefined));
  const ids = order.map((at) => `${history.id(at)}\n`).join("");
  const input = linesOnly
    ? `${ids}--\n${[...paths].map((path) => `${pathBytes(path)}\n`).join("")}`
    : ids;
  const args = linesOnly ? [...log, "-U0", "--no-renames"] : log;
  const kept = sets.reduce((some, set) => some.union(set), paths);
  const commits: IndexedCommit[] = [];
  for await (const record of records(gitLines(git, args, Buffer.from(input, "latin1"))))
    commits.push(indexed(record, kept, linesOnly ? undefined : sets));
  return commits;
}

/** Of both sides of each change; a merge has no diff of its own. */
function blobsOf(
  history: History,
  commits: readonly number[],
  paths?: ReadonlySet<string>,
): string[] {
  const own = commits.filter((at) => history.parents(at).length === 1);
  const changes = own.flatMap((at) => history.changes(at));
  const wanted = paths ? changes.filter(({ path }) => paths.has(path)) : changes;
  return wanted.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
}

/** A first commit's diff is the whole tree: showRoot leaves it out. */
// prettier-ignore
const log = [
  "--literal-pathspecs", "-c", "log.showRoot=false", "-c", "core.quotePath=true", "-c", "diff.renameLimit=1000",
  "log", "--stdin", "--no-walk=unsorted", "-p", "-U3", "-M", "--full-index", "--no-color", "--no-ext-diff",
  "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers", "--no-show-signature", "--no-notes",
  "--format=%x00%H%n%an <%ae>%n%aI%n%s%n%B%n%x00",
];

type LogRecord = { readonly head: string[]; diff: string };

/** A line that begins with NUL begins or ends a commit's own text: no line of a message or diff can. */
async function* records(lines: AsyncIterable<string>): AsyncGenerator<LogRecord> {
  let record: LogRecord | undefined;
  let inHead = false;
  for await (const line of lines) {
    if (line === "\0\n") inHead = false;
    else if (line.startsWith("\0")) {
      if (record) yield record;
      record = { head: [line.slice(1)], diff: "" };
      inHead = true;
    } else if (inHead) record?.head.push(line);
    else if (record) record.diff += line;
  }
  if (record) yield record;
}

function indexed(
  { head, diff }: LogRecord,
  paths: ReadonlySet<string>,
  sets: readonly ReadonlySet<string>[] | undefined,
): IndexedCommit {
  const text = Buffer.from(head.join(""), "latin1").toString();
  const [commit = "", author = "", date = "", subject = "", ...body] = text.split("\n");
  const message = body.join("\n");
  const { files } = readDiff(diff);
  const ids = sets && hasIds(files, sets) ? patchIds(files) : undefined;
  const link = linkOf(message);
  const runs = new Map<string, string[]>();
  for (const hunk of changedHunks(files))
    if (paths.has(hunk.path)) runs.set(hunk.path, [...(runs.get(hunk.path) ?? []), ...hunk.runs]);
  return {
    commit,
    subject,
    author,
    date,
    ...(link ? { link } : {}),
    messageIds: messageIdsOf(message),
    files: new Set(files.map(({ before, after }) => after ?? before ?? "")),
    ...(ids ? { ids } : {}),
    runs,
    origins: originsOf(message),
    reverts: revertsOf(message),
  };
}

/** A patch-id covers the names of the files: two with others are never equal. */
function hasIds(files: readonly PatchedFile[], sets: readonly ReadonlySet<string>[]): boolean {
  const own = pathsOf(files);
  return !sets.length || sets.some((set) => set.size === own.size && own.isSubsetOf(set));
}

/** Newest first: a revert is seen before the commit it reverts, and counts unless it was reverted itself. */
function withReverts(commits: readonly IndexedCommit[]): IndexedCommit[] {
  const standing: IndexedCommit[] = [];
  return commits.map((commit) => {
    const by = standing.find(({ reverts }) => reverts.some((id) => commit.commit.startsWith(id)));
    if (!by && commit.reverts.length) standing.push(commit);
    return by ? { ...commit, revertedBy: upstreamCommit(by) } : commit;
  });
}

export function upstreamCommit(of: IndexedCommit): UpstreamCommit {
  const { commit, subject, author, date, link } = of;
  return { commit, subject, author, date, ...(link ? { link } : {}) };
}
