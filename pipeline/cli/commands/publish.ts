// ./twinboot publish [RUN]: what a run has to say, on GitHub. --dry-run prints it and sends nothing.

import { UserError } from "../../model/errors.ts";
import { nightOf } from "../../model/night-of.ts";
import type { Publication } from "../../model/publication.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { publish } from "../../publish/publish.ts";
import { checkReport } from "../../report/check-report.ts";
import { judgedRows, problemsOf } from "../../report/problems.ts";
import { publicationText } from "../../report/publication-text.ts";
import { historyOf } from "../../report/history.ts";
import { standstillProblems, watched } from "../../report/standstill.ts";
import { Github } from "../../tools/github.ts";
import { ontoTheirBase, patchTexts, refreshesOf } from "../../work/refreshes.ts";
import { type Session, withSession } from "../../work/session.ts";

type Given = { readonly run?: number; readonly night: boolean; readonly dryRun: boolean };

/** `--night`: the run goes into the history too. Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA and GITHUB_API_URL: what GitHub Actions gives to a step. */
export async function publishCommand({ run: number, ...options }: Given): Promise<number> {
  return withSession({}, async (session) => {
    const run = await session.runs.read(number);
    const publication = await publicationOf(session, run, options);
    if (options.dryRun) {
      process.stdout.write(publicationText(publication));
      return 0;
    }
    const { token, repository, commit, baseUrl } = fromEnvironment();
    const github = new Github({ token, repository, baseUrl });
    const done = await publish(github, publication, { commit });
    process.stdout.write(done.length ? `${done.join("\n")}\n` : "nothing has changed\n");
    return 0;
  });
}

async function publicationOf(
  session: Session,
  run: RunRecord,
  { night }: Pick<Given, "night">,
): Promise<Publication> {
  const history = await historyOf(session.runs.history(run));
  return {
    ...(night ? { night: nightOf(run) } : {}),
    check: checkReport(run, await patchTexts(run)),
    problems: [...problemsOf(run), ...standstillProblems(run, history)],
    judged: [...judgedRows(run), ...watched(run, history)],
    refreshes: await refreshesOf(session, run),
    rebased: ontoTheirBase(session, run).map(({ name }) => name),
  };
}

function fromEnvironment() {
  const { GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_API_URL } = process.env;
  if (!GITHUB_TOKEN || !GITHUB_REPOSITORY || !GITHUB_SHA)
    throw new UserError(
      "publish: GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_SHA say where to",
      "./twinboot publish --dry-run prints what would be sent",
    );
  return {
    token: GITHUB_TOKEN,
    repository: GITHUB_REPOSITORY,
    commit: GITHUB_SHA,
    baseUrl: GITHUB_API_URL ?? "https://api.github.com",
  };
}
