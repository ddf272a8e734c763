// The history on a branch of its own, a file for each run: caches and artifacts of GitHub are thrown away, branches are not.

import { UserError } from "../model/errors.ts";
import type { Night } from "../model/record/night.ts";
import type { Github } from "../tools/github.ts";
import { blobId, branchNamed, filesAt, pushFiles } from "./branch.ts";

export const historyBranch = "reports";

/** Adds the run to the history. Returns what was done; throws UserError if its number belongs to a different run. */
export async function syncNight(github: Github, night: Night): Promise<string[]> {
  const path = `nights/${night.run}.json`;
  const text = `${JSON.stringify(night)}\n`;
  const base = await branchNamed(github, historyBranch);
  const known = base && (await filesAt(github, base)).get(path);
  if (known === blobId(text)) return [];
  if (known !== undefined)
    throw new UserError(
      `${path} on the branch ${historyBranch} belongs to a different run ${night.run}`,
      "./twinboot merge --history FOLDER continues the numbering of that branch",
    );
  const message = `nights: run ${night.run} of ${night.startedAt.slice(0, 10)}\n`;
  const files = new Map([[path, text]]);
  await pushFiles(github, {
    branch: historyBranch,
    ...(base ? { base } : {}),
    message,
    files,
    removed: [],
  });
  return [`${path} put on the branch ${historyBranch}`];
}
