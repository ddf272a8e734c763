// A patch file taken apart.

import { UserError } from "../model/errors.ts";
import type { PatchFile } from "../model/series.ts";
import { parsePatch } from "../parse/patch.ts";
import type { ReadPatch } from "./ground.ts";

/** Throws UserError where it is no patch. */
export function readPatch(patch: PatchFile): ReadPatch {
  const parsed = parsePatch(patch.text);
  if (parsed) return { ...patch, parsed };
  throw new UserError(`${patch.name} is no patch`, "make it with: git format-patch");
}
