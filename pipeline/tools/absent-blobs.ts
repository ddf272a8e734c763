// The bytes of files that a history was fetched without: brought for many files in one request, never one by one.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError } from "../model/errors.ts";
import { addSource, sourcesOf } from "./blob-sources.ts";
import { childLine } from "./child-line.ts";
import { gitEnvironment } from "./git-environment.ts";
import { gitFetch } from "./git-fetch.ts";
import { inTurn } from "./in-turn.ts";

/** Whether something may be missing at all. */
export function isPartial(gitDir: string): boolean {
  return sourcesOf(gitDir).length > 0;
}

/** Ids of blobs, of which some may be here. Each server is asked for all that is missing then. Throws InfraError. */
export async function bringBlobs(gitDir: string, ids: Iterable<string>): Promise<void> {
  if (!isPartial(gitDir)) return;
  await inTurn(gitDir, async () => {
    let absent = await absentOf(gitDir, new Set(ids));
    const failures: string[] = [];
    for (const url of sourcesOf(gitDir)) {
      if (!absent.length) return;
      const failure = await failureOf(gitDir, url, absent);
      if (failure) failures.push(failure.message);
      else {
        addSource(gitDir, url);
        absent = await absentOf(gitDir, new Set(absent));
      }
    }
    if (absent.length) throw unsent(absent.length, failures);
  });
}

function unsent(count: number, failures: readonly string[]): InfraError {
  const why = failures.length ? failures.join("; ") : "no server sent them";
  return new InfraError(
    `${count} files of a head's history could not be fetched: ${why}`,
    "run it again",
  );
}

/** Objects are named: no server needs to know what is here. One pack, however few they are. */
async function failureOf(
  gitDir: string,
  url: string,
  ids: readonly string[],
): Promise<InfraError | undefined> {
  const config = ["fetch.negotiationAlgorithm=noop", "fetch.unpackLimit=1"];
  const input = ids.map((id) => `${id}\n`).join("");
  try {
    await gitFetch({ gitDir, url, config, args: ["--no-tags", "--stdin", url], input });
    return undefined;
  } catch (error) {
    if (error instanceof InfraError) return error;
    throw error;
  }
}

/** One process, whatever their number. */
async function absentOf(gitDir: string, ids: ReadonlySet<string>): Promise<string[]> {
  if (!ids.size) return [];
  const argv = ["git", `--git-dir=${gitDir}`, "cat-file", "--batch-check=%(objecttype)"];
  const [command, args] = childLine(argv);
  const git = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"], env: gitEnvironment() });
  const said: string[] = [];
  git.stdout.setEncoding("latin1").on("data", (text: string) => said.push(text));
  git.stdin.on("error", () => undefined);
  git.stdin.end([...ids].map((id) => `${id}\n`).join(""));
  await once(git, "close");
  const missing = said.join("").matchAll(/^([0-9a-f]{40}) missing$/gm);
  return missing.map(([, id = ""]) => id).toArray();
}
