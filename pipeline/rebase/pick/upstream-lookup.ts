// What says that patches of a series are upstream: looked up once for all of them, and only where one does not apply.

import type { UpstreamCommit, UpstreamEvidence } from "../../model/patches/patch-result.ts";
import { originsOf } from "../history/commit-message.ts";
import { unsafePath } from "../../parse/patch/patch-paths.ts";
import {
  type Evidence,
  findExactly,
  findLikely,
  isProved,
  type SoughtPatch,
  type UpstreamSearch,
} from "../upstream/find-upstream.ts";
import { reworkedSince } from "../upstream/rework.ts";
import { laterChanges } from "../upstream/upstream-index.ts";
import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import { patchMail } from "./patch-mail.ts";
import { touchedPaths } from "../apply/touched-paths.ts";

type Commit = { readonly commit: string; readonly tree: string };

type Exactly = { readonly search: UpstreamSearch; readonly found: Evidence };

export class UpstreamLookup {
  #exactly: Promise<Exactly> | undefined;
  readonly #find: () => Promise<Exactly>;

  constructor(
    context: RebaseContext,
    { base, head, patches }: { base: Commit; head: Commit; patches: readonly ReadPatch[] },
  ) {
    this.#find = async () => {
      const safe = patches.filter(({ parsed }) => !touchedPaths(parsed).some(unsafePath));
      const series = await Promise.all(safe.map((patch) => sought(context, patch)));
      // A patch that does not apply to the very commit it was written on was written on another one.
      const since = base.commit === head.commit ? {} : { base: base.commit };
      const search = { ...context, ...since, head, series };
      return { search, found: await findExactly(search) };
    };
  }

  /** What looks alike is looked for only where nothing proves it, and for this patch alone: it takes many diffs. */
  async of({ name }: ReadPatch): Promise<readonly UpstreamEvidence[]> {
    const { search, found } = await this.#all();
    const exactly = found.get(name) ?? [];
    const own = search.series.filter((one) => one.name === name);
    if (isProved(exactly)) return exactly;
    return (await findLikely(search, own, found)).get(name) ?? [];
  }

  /** The commits that changed the patch's lines in these files since it landed as `commit`, newest first. */
  async reworked(
    { name }: ReadPatch,
    { commit, paths }: { readonly commit: string; readonly paths: ReadonlySet<string> },
  ): Promise<UpstreamCommit[]> {
    const { search } = await this.#all();
    const own = search.series.find((one) => one.name === name);
    if (!own) return [];
    const range = { from: commit, head: search.head.commit };
    const later = await laterChanges(search.git, range, paths);
    return reworkedSince(later, own);
  }

  async #all(): Promise<Exactly> {
    this.#exactly ??= this.#find();
    return this.#exactly;
  }
}

async function sought(context: RebaseContext, patch: ReadPatch): Promise<SoughtPatch> {
  const { name, text, parsed } = patch;
  const { author, message } = await patchMail(context, patch);
  const head = text.split(/\n\r?\n/)[0] ?? "";
  const messageId = /^Message-Id:\s*<([^>]+)>/im.exec(head)?.[1];
  return {
    name,
    parsed,
    subject: parsed.subject,
    author: Buffer.from(author.replace(/> .*/, ">"), "latin1").toString(),
    origins: [...ownCommit(text), ...originsOf(message)],
    ...(messageId === undefined ? {} : { messageId }),
  };
}

/** The commit that git format-patch made it of: a backport of it may name that one. */
function ownCommit(text: string): string[] {
  const [, commit = ""] = /^From ([0-9a-f]{40}) /.exec(text) ?? [];
  return /[1-9a-f]/.test(commit) ? [commit] : [];
}
