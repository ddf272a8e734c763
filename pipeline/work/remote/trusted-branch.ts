// What of this checkout is as the trusted branch has it: reviewed, merged, and nobody's change since.

import type { Git } from "../../tools/git.ts";

export type TrustedBranch = {
  /** Why this checkout is not that branch; absent where it is. */
  readonly why?: string;
  /** Whether a series is, to the byte. */
  readonly hasSeries: (name: string) => boolean;
};

const nothing = (): boolean => false;

/** `commit`: the branch's, or a ref of it. What is in patches/ may differ: those series are then not the branch's. */
export async function trustedBranch(git: Git, commit: string): Promise<TrustedBranch> {
  const known = await git.try({ args: ["rev-parse", "--verify", "--quiet", `${commit}^{commit}`] });
  if (!known.ok)
    return {
      why: `${commit} is not known here: git remote set-head origin --auto`,
      hasSeries: nothing,
    };
  const paths = [...(await changed(git, commit)), ...(await added(git))];
  const other = paths.find((path) => !path.startsWith("patches/"));
  if (other !== undefined)
    return { why: `${other} is not as ${commit} has it`, hasSeries: nothing };
  return { hasSeries: (name) => !paths.some((path) => path.startsWith(`patches/${name}/`)) };
}

/** The commit of a checkout that has no other file in it than that commit; undefined where that is not so, or no git's. */
export async function cleanCommit(git: Git): Promise<string | undefined> {
  const head = await git.try({ args: ["rev-parse", "--verify", "--quiet", "HEAD"] });
  if (!head.ok) return undefined;
  const paths = [...(await changed(git, "HEAD")), ...(await added(git))];
  return paths.length ? undefined : head.stdout.trim();
}

async function changed(git: Git, commit: string): Promise<string[]> {
  const args = ["diff", "--name-only", "--no-renames", "-z", commit, "--"];
  return (await git.mustCall({ args })).split("\0").filter(Boolean);
}

/** Ignored or not: where a series or a step is read from, every file counts. */
async function added(git: Git): Promise<string[]> {
  const read = ["patches", "pipeline", "images", "hypervisor", "results"];
  const args = ["ls-files", "--others", "-z", "--", ...read];
  return (await git.mustCall({ args })).split("\0").filter(Boolean);
}
