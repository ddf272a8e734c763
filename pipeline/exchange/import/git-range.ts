// A range of commits -> raw patches.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { InfraError, UserError } from "../../model/errors.ts";
import { Git } from "../../tools/git.ts";
import { lastLine, readBytes, withFolder } from "./git-mail.ts";
import { type Source, stemOf } from "./source.ts";

/** The commits of a range, as git format-patch writes them. Throws UserError where some of them cannot be patches. */
export async function readRange(repository: string, range: string): Promise<Source> {
  if (!/^[\w][\w./@^~{}+-]*\.\.[\w][\w./@^~{}+-]*$/.test(range))
    throw new UserError(`"${range}" is not a range of commits`, "use BASE..TIP");
  const git = new Git(await gitDirOf(repository));
  const commits = await listed(git, range, "--count", range);
  return withFolder(async (dir) => {
    // A message that begins like a header stays a message only behind an author of its own (git-format-patch(1)).
    const inBody = ["--from=Nobody <nobody@example.invalid>", "--force-in-body-from"];
    const how = ["--full-index", "--binary", "--no-signature", "--zero-commit", "--no-base"];
    const made = await git.try({
      args: ["format-patch", "-q", ...how, ...inBody, "-o", dir, range],
    });
    if (!made.ok)
      throw new InfraError(
        `git format-patch failed: ${lastLine(made.stderr)}`,
        `check the repository with: git -C ${repository} fsck`,
      );
    const names = (await readdir(dir)).toSorted();
    if (names.length === Number(commits)) {
      const patches = names.map(async (name) => {
        const text = await readBytes(join(dir, name), name);
        return { shown: name, stem: stemOf(name), text, quotes: false };
      });
      const [from = "", to = ""] = range.split("..");
      const baseCommit = await git.must("merge-base", from, to);
      return { patches: await Promise.all(patches), isQueue: true, baseCommit, notes: [] };
    }
    throw new UserError(
      `${range}: only ${names.length} of ${commits} commits are patches; the others are merges or empty`,
      "make the range linear with: git rebase",
    );
  });
}

async function listed(git: Git, range: string, ...args: string[]): Promise<string> {
  const { ok, stdout } = await git.try({ args: ["rev-list", ...args, "--"] });
  if (ok && Number(stdout) > 0) return stdout.trim();
  throw new UserError(
    ok ? `${range} contains no commits` : `the repository has no range ${range}`,
    "list commits with: git log --oneline BASE..TIP",
  );
}

async function gitDirOf(repository: string): Promise<string> {
  const found = await stat(repository).catch(() => undefined);
  const git = found?.isDirectory() ? new Git(repository) : undefined;
  const dir = await git?.try({ args: ["rev-parse", "--absolute-git-dir"] });
  if (dir?.ok) return dir.stdout.trim();
  throw new UserError(
    `${repository} is not a git repository`,
    "give the folder of a clone to --git",
  );
}
