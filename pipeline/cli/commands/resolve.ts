// ./twinboot resolve SERIES --head H: a conflict in a work tree, and back from there as a kept resolution.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { ResolutionFile, Series } from "../../model/described/series.ts";
import { seriesNamed } from "../../plan/read/series-named.ts";
import { isDay } from "../../parse/patch/resolution.ts";
import { openCheckout, takenBack } from "../../rebase/conflict-checkout.ts";
import { firstConflict, type OpenConflict } from "../../rebase/first-conflict.ts";
import type { RebaseContext } from "../../rebase/apply/rebase-context.ts";
import { madeResolution } from "../../rebase/made-resolution.ts";
import { userIdentity } from "../../tools/git.ts";
import { OpenResolve } from "../../work/open-resolve.ts";
import { type RebaseInputs, rebaseInputs } from "../../work/rebase-inputs.ts";
import { rebaseContext } from "../../work/rebase-context.ts";
import { checkout, type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

type Given = ShowOptions & {
  readonly name: string;
  readonly head: string;
  readonly continue: boolean;
  readonly abort: boolean;
  readonly author?: string;
  readonly why?: string;
  /** An ISO 8601 day. */
  readonly expires?: string;
};

type Resolve = {
  readonly context: RebaseContext;
  readonly series: Series;
  readonly head: string;
  readonly open: OpenResolve;
};

/** Exit code 1 while a conflict is open, 0 once the series applies. */
export async function resolveCommand(options: Given): Promise<number> {
  const { name, head } = options;
  return withSession({}, async (session) => {
    const open = new OpenResolve(session.store, name, head);
    if (options.abort) return abort(open, `${name} on ${head}`);
    const series = seriesNamed(session.descriptions, name);
    const resolve = { context: await rebaseContext(session), series, head, open };
    return options.continue
      ? goOn(resolve, await aboutOf(options))
      : begin(resolve, session, options);
  });
}

async function begin(resolve: Resolve, session: Session, options: Given): Promise<number> {
  const { series, head, open } = resolve;
  if (open.isOpen)
    throw new UserError(`it is already open: ${open.tree}`, nextWords(series.series, head));
  await open.close();
  const show = showFor(options);
  const inputs = await rebaseInputs(session, { series: series.series, head }, show);
  show.end();
  return openNext(resolve, inputs, series.resolutions);
}

/** Opens the first patch that is in conflict. */
async function openNext(
  { context, series, head, open }: Resolve,
  inputs: RebaseInputs,
  resolutions: readonly ResolutionFile[],
): Promise<number> {
  const conflict = await firstConflict(context, { ...series, ...inputs, resolutions });
  if (!conflict) {
    await open.close();
    say(`${series.series} applies on ${head} (${inputs.pin})`);
    return 0;
  }
  await openCheckout(context, open.tree, answerable(conflict));
  const { patch, onto } = conflict;
  // A commit between the patches is on no branch: git gc would take it from under the work tree.
  await context.git.keep(`refs/twinboot/resolve/${series.series}/${head}`, onto.commit);
  await open.write({ ...inputs, patch: patch.digest, onto: onto.commit });
  say(`${patch.name} is in conflict on ${head} (${inputs.pin})`);
  for (const { path, hunks } of conflict.files ?? [])
    for (const { header } of hunks) say(`  ${path} ${header}`);
  say(`work tree: ${open.tree}`);
  say(`next: ${nextWords(series.series, head)}`);
  return 1;
}

function answerable(conflict: OpenConflict): Required<OpenConflict> {
  const { files, sides, patch, picked } = conflict;
  if (files && sides) return { ...conflict, files, sides };
  throw new UserError(
    `${patch.name}: ${picked.paths.join(", ")}: a resolution cannot settle this conflict`,
    sides
      ? `a file was moved, removed or is binary: change ${patch.name} itself`
      : "the files it was written on are not known: correct `base` in series.yaml, or the patch's index lines",
  );
}

type About = { author: string; date: string; expires?: string; why: string };

async function goOn(resolve: Resolve, about: About): Promise<number> {
  const { context, series, head, open } = resolve;
  if (!open.isOpen)
    throw new UserError(
      `no conflict is open for ${series.series} on ${head}`,
      nextBegin(series.series, head),
    );
  const { patch, onto, ...inputs } = await open.read();
  const conflict = await firstConflict(context, { ...series, ...inputs });
  if (conflict?.patch.digest !== patch || conflict.onto.commit !== onto)
    throw new UserError(
      "the series or its resolutions have changed since this was opened",
      `${nextBegin(series.series, head)} --abort, then begin again`,
    );
  const whole = answerable(conflict);
  const texts = await takenBack(context, open.tree, whole);
  const made = await madeResolution(context, whole, texts, { ...about, head, pin: inputs.pin });
  const path = join(series.folder, "resolutions", made.file.name);
  await mkdir(dirname(join(checkout, path)), { recursive: true });
  await writeFile(join(checkout, path), made.file.text, "latin1");
  say(`kept: ${path}`);
  for (const line of "used" in made.picked ? (made.picked.used?.rangeDiff ?? []) : [])
    say(`  ${line}`);
  await open.close();
  return openNext(resolve, inputs, [...series.resolutions, made.file]);
}

async function aboutOf({ author, expires, why }: Given): Promise<About> {
  const who = author ?? (await userIdentity());
  if (who === undefined || !/^[^<>\n]+ <[^<>\s]+>$/.test(who))
    throw new UserError(
      "resolve needs an author",
      '--author "Name <address>", or git config user.name and user.email',
    );
  if (expires !== undefined && !isDay(expires))
    throw new UserError(`--expires ${expires}: not a date`, "--expires 2026-12-31");
  const date = new Date().toISOString().slice(0, 10);
  return { author: who, date, why: why ?? "", ...(expires === undefined ? {} : { expires }) };
}

async function abort(open: OpenResolve, what: string): Promise<number> {
  say(open.isOpen ? `${what}: given up; nothing was kept` : `no conflict is open for ${what}`);
  await open.close();
  return 0;
}

function nextWords(series: string, head: string): string {
  return `mend the marked files there, then ${nextBegin(series, head)} --continue (or --abort)`;
}

function nextBegin(series: string, head: string): string {
  return `./twinboot resolve ${series} --head ${head}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
