// A patch file taken apart.

import { UserError } from "../../model/errors.ts";
import type { PatchFile } from "../../model/described/series.ts";
import { parsePatch } from "../../parse/patch/patch.ts";
import type { ReadPatch } from "../apply/rebase-context.ts";

/** Throws UserError if it is not a patch. */
export function readPatch(patch: PatchFile): ReadPatch {
  const parsed = parsePatch(patch.text);
  if (parsed) return { ...patch, parsed };
  throw new UserError(`${patch.name} is not a patch`, "create it with: git format-patch");
}
