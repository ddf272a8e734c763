// A conflict in words: `path @@ -1,2 +1,3 @@ context` for every hunk in the way, the bare path where none is alone.

import type { HunkPlace } from "../../model/patches/patch-result.ts";
import type { Picked } from "./pick-patch.ts";

type Conflict = Extract<Picked, { how: "conflict" }>;

export function conflictOf({ places, paths }: Conflict): string[] {
  const words = paths.filter((path) => !places.some((place) => place.path === path));
  const files = paths.filter((path) => !words.includes(path));
  const stuck = places.filter(
    ({ state, path }) => state === "conflict" && !words.some((one) => one.startsWith(`${path} (`)),
  );
  const unexplained = files.filter((path) => !stuck.some((place) => place.path === path));
  return [...words, ...stuck.map(inWords), ...unexplained];
}

function inWords({ path, header, resolution }: HunkPlace): string {
  return `${path} ${header}${resolution ? ` (${resolution} fits, and not to every hunk)` : ""}`;
}
