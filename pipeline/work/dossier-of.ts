// A series, rebased now -> the dossier for its posting: what of it changed, who must see it, what it rests on.

import { join } from "node:path";
import { UserError } from "../model/errors.ts";
import type { Check } from "../model/record/check.ts";
import type { Series } from "../model/described/series.ts";
import { letterOf } from "../exchange/stored/cover.ts";
import { readRange } from "../exchange/import/git-range.ts";
import { lastPosted, type Posted, postedAt } from "../exchange/import/posted.ts";
import { rebasedPatches } from "../exchange/import/refreshed-series.ts";
import { renderMail } from "../exchange/stored/stored-patch.ts";
import { readStoredSeries } from "../exchange/import/stored-series.ts";
import { askMaintainers } from "../dossier/ask-maintainers.ts";
import type { Dossier } from "../dossier/dossier.ts";
import type { Evidence } from "../dossier/evidence.ts";
import { recipientsOf } from "../dossier/recipients.ts";
import type { Person } from "../parse/mail/mail-person.ts";
import { readDiff } from "../parse/patch/diff.ts";
import { patchIds } from "../parse/patch/patch-id.ts";
import { rangeDiff } from "../rebase/range-diff.ts";
import { Git } from "../tools/git.ts";
import { rebaseContext } from "./rebase-context.ts";
import type { RebasedNow } from "./rebased-now.ts";
import { checkout, type Session } from "./session.ts";
import { versionToCompare } from "./version-to-compare.ts";

export type Wishes = {
  readonly sender: Person;
  /** What to compare with instead of the last version that was posted. */
  readonly previous?: string | undefined;
  /** The version to post instead of the next. */
  readonly reroll?: number | undefined;
};

export async function dossierOf(
  session: Session,
  { series, now }: { series: Series; now: RebasedNow },
  { sender, previous, reroll }: Wishes,
  found: { evidence?: Evidence; checks: readonly Check[] },
): Promise<Omit<Dossier, "open">> {
  const dir = join(checkout, series.folder);
  const { cover } = await readStoredSeries(dir);
  if (cover === undefined)
    throw new UserError(
      `${series.folder}/cover.md: no cover letter`,
      `write it: "# subject", an empty line, then the letter`,
    );
  const context = await rebaseContext(session);
  const tip = now.rebased.commit;
  const repository = context.git.dir;
  const from = { repository, from: now.onto.commit, patches: now.rebased.patches };
  const patches = await rebasedPatches(dir, from);
  const mails = patches.map((patch) => renderMail(patch));
  const workDir = await session.store.work();
  const asked = await askMaintainers({ git: context.git, workDir, commit: now.head.commit, mails });
  const posted = await lastPosted(dir);
  const version = versionOf(series, posted, { previous, reroll });
  const old = await beforeOf(posted, version, previous);
  return {
    version,
    sender,
    cover: letterOf(cover, series.series),
    patches,
    recipients: recipientsOf(patches, asked ?? [], sender),
    asked: asked !== undefined,
    ...found,
    ...(old
      ? { before: { ...old, rangeDiff: await differences(session, series, now, old.path) } }
      : {}),
    base: {
      pin: now.pin,
      prerequisites: await prerequisiteIds(repository, now),
      changeId: series["change-id"],
    },
    shortlog: await told(context.git, ["shortlog", "-w75,2,4", `${now.onto.commit}..${tip}`]),
    diffstat: await told(context.git, ["diff", "--stat=75", "--summary", now.onto.commit, tip]),
  };
}

/** The next one; a number that went out already would be two things. */
function versionOf(
  { folder }: Series,
  posted: Posted | undefined,
  { previous, reroll }: Pick<Wishes, "previous" | "reroll">,
): number {
  const last = posted?.version ?? (previous === undefined ? 0 : 1);
  const version = reroll ?? last + 1;
  if (version > last) return version;
  throw new UserError(
    `--reroll ${version}: ${posted ? `${folder}/posted already has v${last}` : "with --previous it is at least 2"}`,
    `use --reroll ${last + 1}, or leave it out`,
  );
}

async function beforeOf(
  posted: Posted | undefined,
  version: number,
  previous: string | undefined,
): Promise<Posted | undefined> {
  if (previous === undefined) return posted;
  const before = posted?.version ?? version - 1;
  return /\.(?:mbox|mbx)$/.test(previous)
    ? postedAt(previous, before)
    : { version: before, path: previous };
}

/** Both versions on what the series is applied to now: nothing of upstream is in it. */
async function differences(
  session: Session,
  series: Series,
  { onto, writtenOn }: RebasedNow,
  old: string,
): Promise<string[]> {
  return rangeDiff(await rebaseContext(session), {
    base: onto,
    old: await versionToCompare(session, series, { old, writtenOn }),
    fresh: { ...series, writtenOn },
  });
}

/** As git-format-patch(1) --base names the patches between a commit that others have and the series. */
async function prerequisiteIds(repository: string, { head, onto }: RebasedNow): Promise<string[]> {
  if (head.commit === onto.commit) return [];
  const { patches } = await readRange(repository, `${head.commit}..${onto.commit}`);
  return patches.flatMap(({ text }) => patchIds(readDiff(text).files)?.u3 ?? []);
}

async function told(git: Git, args: readonly string[]): Promise<string> {
  const said = await git.try({ args });
  if (said.ok) return said.stdout.trimEnd();
  throw new Error(`git ${args[0]} failed: ${said.stderr}`);
}
