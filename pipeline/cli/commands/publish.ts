// ./twinboot publish [RUN]: what a run has to say, on GitHub. --dry-run prints it and sends nothing.

import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { UserError } from "../../model/errors.ts";
import { nightOf } from "../../model/record/night-of.ts";
import type { Publication } from "../../model/record/publication.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { publish } from "../../publish/publish.ts";
import { syncComment } from "../../publish/sync-comment.ts";
import { renderMarkdown } from "../../report/markdown/markdown.ts";
import { checkReport } from "../../report/text/check-report.ts";
import { judgedRows, problemsOf } from "../../report/markdown/problems.ts";
import { publicationText } from "../../report/text/publication-text.ts";
import { historyOf } from "../../report/facts/history.ts";
import { staleSourceProblems, watched } from "../../report/facts/stale-sources.ts";
import {
  decidedRows,
  lostCertificateProblems,
  type ShownCertificate,
} from "../../report/certify/certificates-page.ts";
import { visibleText } from "../../report/safe/visible-text.ts";
import { Github } from "../../tools/github.ts";
import { ontoTheirBase, patchTexts, refreshesOf } from "../../work/refreshes.ts";
import {
  historyFiles,
  nightlyCertificates,
  writeCertificates,
} from "../../work/certify/nightly-certificates.ts";
import { type Session, withSession } from "../../work/session.ts";
import { reportsFolder } from "../write-reports.ts";
import { writeSite } from "../write-site.ts";
import { runIn } from "../written-report.ts";

const latest = join(reportsFolder, "latest");

/** Bytes; GitHub takes 65,536 characters. */
const commentLimit = 65_000;

type Given = {
  readonly run?: number;
  readonly night: boolean;
  readonly comment?: number;
  readonly certificates?: string;
  readonly history?: string;
  readonly dryRun: boolean;
};

/** `--night`: the run goes into the history too. Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA and GITHUB_API_URL: what GitHub Actions gives to a step. */
export async function publishCommand({ run: number, ...options }: Given): Promise<number> {
  return withSession({}, async (session) => {
    const run = await session.runs.read(number);
    if (options.comment !== undefined) return replyTo(options.comment, run, options);
    const publication = await publicationOf(session, run, options);
    if (options.dryRun) {
      process.stdout.write(publicationText(publication));
      return 0;
    }
    const { commit, ...place } = fromEnvironment();
    const github = new Github(place);
    sayDone(await publish(github, publication, { commit }));
    return 0;
  });
}

async function replyTo(pull: number, run: RunRecord, { dryRun }: Given): Promise<number> {
  const text = renderMarkdown(run, commentLimit);
  if (dryRun) process.stdout.write(`${text}\n`);
  else sayDone(await syncComment(new Github(fromEnvironment()), { pull, text }));
  return 0;
}

function sayDone(done: readonly string[]): void {
  process.stdout.write(done.length ? `${done.join("\n")}\n` : "nothing has changed\n");
}

async function publicationOf(
  session: Session,
  run: RunRecord,
  { night, certificates, history: branch }: Given,
): Promise<Publication> {
  const history = await historyOf(session.runs.history(run));
  const shown = certificates ? await published(session, certificates, branch) : [];
  // Its pages were written before there were certificates to link to.
  if (certificates && (await runIn(latest)) === run.run)
    writeSite(session.store, run, history, latest);
  return {
    ...(shown.length ? { certificates: historyFiles(shown) } : {}),
    ...(night ? { night: nightOf(run) } : {}),
    check: checkReport(run, await patchTexts(run)),
    problems: [
      ...problemsOf(run),
      ...staleSourceProblems(run, history),
      ...lostCertificateProblems(shown),
    ],
    judged: [...judgedRows(run), ...watched(run, history), ...decidedRows(shown)],
    refreshes: await refreshesOf(session, run),
    rebased: ontoTheirBase(session, run).map(({ name }) => name),
  };
}

/** Judged again, and put beside the newest reports; one that does not hold is left out. */
async function published(
  { descriptions, store, startedAt: today }: Session,
  folder: string,
  branch: string | undefined,
): Promise<readonly ShownCertificate[]> {
  const stored = (file: Artifact) => store.raw(file);
  const past = branch === undefined ? undefined : join(branch, "certificates");
  const { shown, refused } = await nightlyCertificates(folder, past, {
    descriptions,
    stored,
    today,
  });
  for (const one of refused) process.stderr.write(`twinboot: not published: ${visibleText(one)}\n`);
  await writeCertificates(folder, join(latest, "certificates"), shown);
  return shown;
}

function fromEnvironment() {
  const { GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_API_URL } = process.env;
  if (!GITHUB_TOKEN || !GITHUB_REPOSITORY || !GITHUB_SHA)
    throw new UserError(
      "publish needs GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_SHA",
      "./twinboot publish --dry-run prints what would be sent",
    );
  return {
    token: GITHUB_TOKEN,
    repository: GITHUB_REPOSITORY,
    commit: GITHUB_SHA,
    baseUrl: GITHUB_API_URL ?? "https://api.github.com",
  };
}
