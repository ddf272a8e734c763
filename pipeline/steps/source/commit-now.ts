// Where a git source stands now. A server that cannot be asked is told of, and stops only what needs it.

import { InfraError } from "../../model/errors.ts";
import type { GitSource, SourcePin } from "../../model/described/hypervisor.ts";
import { remoteRef } from "../../tools/git.ts";

/** `where`: the file and key that name the source. */
export async function commitNow(where: string, source: GitSource): Promise<SourcePin> {
  const { git, ref } = source;
  if (/^[0-9a-f]{40}$/.test(ref)) return { ...source, commit: ref };
  try {
    const found = await remoteRef(git, ref);
    if (found) return { ...source, commit: found.commit };
    return {
      outOfReach: `${where}: ${git} has no ref ${ref}`,
      next: `see what it has with: git ls-remote ${git}`,
    };
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    return { outOfReach: error.message, next: error.hint };
  }
}
