// The order of tags in the tip tree (Documentation/process/maintainer-tip.rst, "Ordering of commit tags").

/** Closes: follows the Reported-by: it belongs to, Signed-off-by: each Co-developed-by:. */
const order = [
  ["Fixes"],
  ["Reported-by", "Closes"],
  ["Originally-by"],
  ["Suggested-by"],
  ["Co-developed-by", "Signed-off-by"],
  ["Tested-by"],
  ["Reviewed-by"],
  ["Acked-by"],
  ["Cc"],
  ["Link"],
];

/** Counted from 0; -1 for a tag that the tip tree does not speak of. */
export function tagRank(name: string): number {
  return order.findIndex((names) => names.includes(name));
}
