// Who must see a patch: the head's own scripts/get_maintainer.pl and MAINTAINERS, asked in the sandbox.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InfraError } from "../model/errors.ts";
import { type Maintainer, maintainersIn } from "../parse/mail/maintainer-lines.ts";
import { unsafePath } from "../parse/patch/patch-paths.ts";
import { bringFiles } from "../tools/bring-files.ts";
import type { Git } from "../tools/git.ts";
import { sandboxed } from "../tools/sandbox.ts";
import { run } from "../tools/shell.ts";

export type Asked = {
  readonly git: Git;
  /** An empty folder. */
  readonly workDir: string;
  readonly commit: string;
  /** Bytes as latin1 characters. */
  readonly mails: readonly string[];
};

const script = "scripts/get_maintainer.pl";
/** What it reads; where one is missing it does without. */
const read = [script, "MAINTAINERS", ".mailmap", ".get_maintainer.ignore"];
/** By these it knows the top of a kernel tree; it does not look into them. */
const marks = ["COPYING", "CREDITS", "Kbuild", "Makefile", "README"];

/** One list for each mail. Undefined where the head has no such script, or no MAINTAINERS. */
export async function askMaintainers(asked: Asked): Promise<Maintainer[][] | undefined> {
  const { git, workDir, commit, mails } = asked;
  const tree = join(workDir, "tree");
  await bringFiles(git, commit, (path) => read.includes(path));
  for (const path of [script, "MAINTAINERS"])
    if (!(await git.has(`${commit}:${path}`))) return undefined;
  await layTree(git, commit, tree);
  const lists: Maintainer[][] = [];
  for (const [at, mail] of mails.entries()) {
    await writeFile(join(workDir, `${at + 1}.patch`), mail, "latin1");
    lists.push(await ask(workDir, `${at + 1}.patch`));
  }
  return lists;
}

/** Its folders and these few files: patterns of MAINTAINERS ask which paths are folders, and a checkout takes 18 s. */
async function layTree(git: Git, commit: string, tree: string): Promise<void> {
  const args = ["ls-tree", "-r", "-d", "-z", "--name-only", commit];
  const folders = (await git.mustCall({ args })).split("\0").filter(Boolean);
  for (const folder of ["", ...folders])
    if (folder === "" || unsafePath(folder) === undefined)
      await mkdir(join(tree, folder), { recursive: true });
  for (const mark of marks) await writeFile(join(tree, mark), "");
  for (const path of read) {
    const blob = await git.try({ args: ["cat-file", "blob", `${commit}:${path}`] });
    await mkdir(dirname(join(tree, path)), { recursive: true });
    if (blob.ok) await writeFile(join(tree, path), blob.stdout);
  }
}

async function ask(workDir: string, mail: string): Promise<Maintainer[]> {
  // A history is not there; who wrote lines of a file long ago is not who looks after it now.
  const options = ["--no-git", "--no-git-fallback", "--roles", "--no-rolestats"];
  const line = sandboxed(["perl", script, ...options, `/tmp/ask/${mail}`], {
    folders: [{ from: workDir, to: "/tmp/ask", writable: false }],
    env: {},
    cwd: "/tmp/ask/tree",
  });
  const said = await run(line, { limits: { minutes: 10 } });
  if (said.exitCode === 0 && !said.dropped) return maintainersIn(said.stdout);
  throw new InfraError(
    `${script} of the head ended with ${said.exitCode}: ${said.log.trim().split("\n").at(-1) ?? ""}`,
    "run it by hand in a checkout of the head",
  );
}
