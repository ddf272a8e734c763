// ./twinboot submit SERIES: the dossier for upstream. It never sends, signs or invents.

import { join, relative, resolve } from "node:path";
import type { Check } from "../../model/record/check.ts";
import { UserError } from "../../model/errors.ts";
import { patchesDigest } from "../../model/described/patches-digest.ts";
import type { Series } from "../../model/described/series.ts";
import { type Dossier, dossierFiles } from "../../dossier/dossier.ts";
import type { Evidence } from "../../dossier/evidence.ts";
import { notesOn, openOf } from "../../dossier/open-points.ts";
import { staleChecks } from "../../dossier/readiness-text.ts";
import { writeDossier } from "../../dossier/write-dossier.ts";
import { seriesNamed } from "../../plan/read/series-named.ts";
import { type Person, personOf } from "../../parse/mail/mail-person.ts";
import { oneLine } from "../../report/safe/visible-text.ts";
import { userIdentity } from "../../tools/git.ts";
import { dossierOf } from "../../work/dossier-of.ts";
import { evidenceRuns } from "../../work/evidence-runs.ts";
import { type RebasedNow, rebasedNow } from "../../work/rebased-now.ts";
import { checkout, type Session, withSession } from "../../work/session.ts";

type Given = {
  readonly name: string;
  readonly head?: string;
  /** Who posts: `NAME <ADDRESS>`. */
  readonly from?: string;
  /** The runs to take evidence from; the newest that hold where absent. */
  readonly run?: readonly number[];
  readonly untested: boolean;
  /** A version to compare with. */
  readonly previous?: string;
  /** The version that is posted. */
  readonly reroll?: number;
  readonly output?: string;
};

/** Exit code 1 if the series does not apply, its evidence is stale, or something prevents sending it. */
export async function submitCommand(options: Given): Promise<number> {
  const { name, untested, run: numbers = [] } = options;
  const sender = await senderOf(options.from);
  return withSession({}, async (session) => {
    const series = seriesNamed(session.descriptions, name);
    const head = options.head ?? series.base;
    const now = await rebasedNow(session, name, head);
    if ("reason" in now)
      return refuse(
        `${now.summary} on ${head}`,
        `./twinboot rebase --series ${name} --head ${head}`,
      );
    const checks = untested ? [] : await session.runs.checks(name, head);
    const stale = staleChecks(checks, {
      series: patchesDigest(series.patches),
      base: now.head.tree,
    });
    if (stale.length) return refuse(stale.join("; "), `./twinboot check ${name} --head ${head}`);
    const found = await evidenceOf(
      session,
      { untested, numbers },
      { series: name, head, now, checks },
    );
    if ("stale" in found)
      return refuse(
        found.stale.join("; "),
        `./twinboot run --series ${name} --head ${head}  (or --untested: the letter then says so)`,
      );
    const { previous, reroll } = options;
    const wishes = { sender, previous, reroll };
    const dossier = await dossierOf(session, { series, now }, wishes, { ...found, checks });
    return written(series, now, dossier, options.output);
  });
}

/** The sender: --from, or the user's git configuration. */
async function senderOf(from: string | undefined): Promise<Person> {
  const text = from ?? (await userIdentity());
  const person = text === undefined ? undefined : personOf(text);
  if (person?.name) return person;
  throw new UserError(
    from === undefined
      ? "submit does not know who posts"
      : `--from ${from}: not a name with an address`,
    '--from "NAME <ADDRESS>", or git config --global user.name and user.email',
  );
}

/** A finding, not a mistake: nothing is written. */
function refuse(message: string, next: string): number {
  process.stderr.write(`twinboot: not written: ${oneLine(message, 1000)}\n  next: ${next}\n`);
  return 1;
}

type Asked = {
  readonly series: string;
  readonly head: string;
  readonly now: RebasedNow;
  readonly checks: readonly Check[];
};

type Wanted = { readonly untested: boolean; readonly numbers: readonly number[] };

async function evidenceOf(
  session: Session,
  { untested, numbers }: Wanted,
  { series, head, now, checks }: Asked,
): Promise<{ evidence?: Evidence } | { stale: readonly string[] }> {
  if (untested) return {};
  const { boots, counts, staleBoots } = await evidenceRuns(session.runs, now.record, numbers);
  if (!boots) {
    const none = numbers.length ? `in run ${numbers.join(", ")}` : "in any stored run";
    return {
      stale: staleBoots.length ? staleBoots : [`${series} was not booted on ${head} ${none}`],
    };
  }
  const platforms = [...session.descriptions.platforms.keys()];
  return { evidence: { series, head, boots, ...(counts ? { counts } : {}), platforms, checks } };
}

async function written(
  series: Series,
  now: RebasedNow,
  dossier: Omit<Dossier, "open">,
  output: string | undefined,
): Promise<number> {
  const open = openOf(dossier);
  const notes = notesOn(dossier, { series, patches: now.rebased.patches });
  const usual = join(checkout, "reports", "submit", series.series, `v${dossier.version}`);
  const dir = output === undefined ? usual : resolve(output);
  await writeDossier(dir, dossierFiles({ ...dossier, open }));
  const shown = output ?? relative(process.cwd(), dir);
  const { evidence, patches, recipients } = dossier;
  const runs = evidence ? [evidence.boots.run, evidence.counts?.run ?? []].flat() : [];
  const restsOn = runs.length ? `evidence of run ${[...new Set(runs)].join(" and ")}` : "untested";
  const lines = [
    `${shown}: v${dossier.version}, ${patches.length} patches, ${recipients.length} addresses, ${restsOn}`,
    ...notes.map((one) => `note: ${one}`),
    ...open.map((one) => `before it is sent: ${one}`),
  ];
  process.stdout.write(`${lines.map((line) => oneLine(line, 600)).join("\n")}\n`);
  return open.length ? 1 : 0;
}
