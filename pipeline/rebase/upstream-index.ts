// One `git log` of a head, limited to what a series touches: everything by which its patches can be found there.

import type { UpstreamCommit } from "../model/patch-result.ts";
import { readDiff } from "../parse/diff.ts";
import { pathBytes } from "../parse/path-bytes.ts";
import type { Git } from "../tools/git.ts";
import { gitLines } from "../tools/git-lines.ts";
import { changedHunks } from "./changed-lines.ts";
import { linkOf, messageIdsOf, revertsOf } from "./commit-message.ts";
import { type PatchIds, patchIds } from "../parse/patch-id.ts";

export type IndexedCommit = UpstreamCommit & {
  /** Of the mails that its trailers name, without angle brackets. */
  readonly messageIds: readonly string[];
  /** Every file it touches. */
  readonly files: ReadonlySet<string>;
  /** Absent in merges and in the first commit of a history: those have no diff of their own. */
  readonly ids?: PatchIds;
  /** By file, of those that were asked for: its runs of changed lines. */
  readonly runs: ReadonlyMap<string, readonly string[]>;
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

/** `paths`: literally, from the tree's root. At most three processes, however many paths and commits. */
export async function upstreamIndex(
  git: Git,
  range: { readonly base?: string; readonly head: string },
  paths: ReadonlySet<string>,
): Promise<UpstreamIndex> {
  const { base, head } = range;
  const history = await historyOf(git, base, head);
  if (history === "none") return { commits: [], history };
  const related = history === "since-base";
  const revisions = related ? [head, `^${base}`] : [head];
  const named = [...paths].map((path) => pathBytes(path));
  const input = Buffer.from([...revisions, "--", ...named, ""].join("\n"), "latin1");
  // A revert must come before what it reverts, whatever their clocks said; over a whole history that costs too much.
  const args = [...logOptions, related ? "--topo-order" : `--max-count=${latest}`];
  const commits: IndexedCommit[] = [];
  for await (const record of records(gitLines(git, args, input)))
    commits.push(indexed(record, paths));
  return { commits: withReverts(commits), history };
}

async function historyOf(git: Git, base: string | undefined, head: string) {
  if (base !== undefined && (await git.try({ args: ["merge-base", base, head] })).ok)
    return "since-base";
  const [, parent] = (await git.must("rev-list", "--parents", "-n1", head)).split(" ");
  return parent ? "latest" : "none";
}

/** A first commit's diff is the whole tree: showRoot leaves it out. A patch-id covers the whole commit: --full-diff. */
// prettier-ignore
const logOptions = [
  "--literal-pathspecs", "-c", "log.showRoot=false", "-c", "core.quotePath=true", "-c", "diff.renameLimit=1000",
  "log", "--stdin", "-p", "-U3", "-M", "--full-diff", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv",
  "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers", "--no-show-signature", "--no-notes",
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

function indexed({ head, diff }: LogRecord, paths: ReadonlySet<string>): IndexedCommit {
  const text = Buffer.from(head.join(""), "latin1").toString();
  const [commit = "", author = "", date = "", subject = "", ...body] = text.split("\n");
  const message = body.join("\n");
  const { files } = readDiff(diff);
  const ids = patchIds(files);
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
    reverts: revertsOf(message),
  };
}

/** Newest first: whoever takes a commit back was seen before it, and counts as long as it was not taken back itself. */
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
