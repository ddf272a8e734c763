// What `git merge-tree --write-tree -z --name-only` prints (git-merge-tree(1), "OUTPUT").

export type MergeTreeResult = {
  /** The merged tree; with conflict markers in it where there are conflicts. */
  readonly tree: string;
  readonly conflicted: readonly string[];
};

export function parseMergeTree(output: string): MergeTreeResult {
  const fields = output.split("\0");
  const tree = fields[0] ?? "";
  const gap = fields.indexOf("", 1);
  const end = gap === -1 ? fields.length : gap;
  return {
    tree,
    conflicted: [...new Set(fields.slice(1, end))].filter(Boolean),
  };
}
