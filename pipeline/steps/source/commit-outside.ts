// A commit of the kept repository, as a product of steps: whether it is there, and how another machine comes by it.

import { join } from "node:path";
import type { Json } from "../../model/json.ts";
import type { Outside, WhatIsThere } from "../../model/work/step.ts";
import { Git } from "../../tools/git.ts";
import { packCommit, unpackCommit } from "../../tools/git-parcel.ts";

/** `folder`: the kept repository's. A head with a history has no parcel: its own server has it, and is asked anyway. */
export function commitOutside<V extends Json & { readonly commit: string }>(
  folder: string,
): Outside<V> {
  return {
    name: ({ commit }) => commit,
    present: async ({ kept }, { commit }) => new Git(kept(folder)).has(commit),
    async pack({ kept, workDir, signal }, { commit }, there) {
      const git = new Git(kept(folder));
      const { without, upon } = await known(git, commit, there);
      const file = join(workDir, "commit.pack");
      if (!(await packCommit(git, { commit, without, file, signal }))) return undefined;
      return { file, ...(upon === undefined ? {} : { upon }) };
    },
    unpack: async ({ kept }, { commit }, file) =>
      unpackCommit(await Git.init(kept(folder)), commit, file),
  };
}

/** What the step's inputs have needs no word; of older heads, which share most files with this one, one is enough. */
async function known(
  git: Git,
  commit: string,
  { inputs, older }: WhatIsThere,
): Promise<{ without: string[]; upon?: string }> {
  const own = inputs.map(commitOf).filter((one) => one !== undefined && one !== commit);
  if (own.length) return { without: own as string[] };
  for (const { key, value } of older) {
    const before = commitOf(value);
    if (before && before !== commit && (await git.has(before)))
      return { without: [before], upon: key };
  }
  return { without: [] };
}

function commitOf(value: Json): string | undefined {
  if (value === null || typeof value !== "object" || !("commit" in value)) return undefined;
  return typeof value.commit === "string" ? value.commit : undefined;
}
