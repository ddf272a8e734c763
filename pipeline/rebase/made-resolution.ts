// What a person left in the conflicted files -> a resolution that can be kept, tried before it is.

import { basename, extname } from "node:path";
import { digestOf } from "../model/digest.ts";
import { UserError } from "../model/errors.ts";
import type { ResolutionFile } from "../model/described/series.ts";
import { type Answer, formatResolution, type Resolution } from "../parse/patch/resolution.ts";
import { answersTo } from "./resolutions/answers-to.ts";
import type { OpenConflict } from "./first-conflict.ts";
import type { RebaseContext } from "./apply/rebase-context.ts";
import type { Picked } from "./pick/pick-patch.ts";
import { resolvedBy } from "./resolutions/resolved-by.ts";
import { textAt } from "./apply/tree.ts";

type About = Omit<Resolution, "answers" | "patch" | "commit">;
type Made = { readonly file: ResolutionFile; readonly picked: Picked };

/** `texts`: the conflicted files as they are to be. Throws UserError for one that could never be used. */
export async function madeResolution(
  context: RebaseContext,
  conflict: Required<OpenConflict>,
  texts: ReadonlyMap<string, string>,
  about: About,
): Promise<Made> {
  const { patch, at, authored, onto, picked, files, sides } = conflict;
  const answers: Answer[] = [];
  for (const file of files) {
    const written = (await textAt(context.db, sides.base, file.path)) ?? "";
    const resolved = texts.get(file.path) ?? "";
    answers.push(...(await answersTo(context, file, { authored: written, resolved })));
  }
  const resolution = { ...about, patch: patch.name, commit: onto.commit, answers };
  const text = formatResolution(resolution);
  const keys = digestOf(answers.flatMap((answer) => answer.keys).join(" ")).slice(0, 8);
  const stem = basename(patch.name, extname(patch.name));
  const file = { name: `${stem}.${keys}.resolution`, text, expired: false };
  const wanted = { authored, patch, at, resolutions: [file] };
  const tried = await resolvedBy(context, onto.tree, wanted, picked);
  for (const { path } of files) {
    const tree = tried.how === "resolved" ? tried.tree : onto.tree;
    if (tried.how === "conflict" || (await textAt(context.db, tree, path)) !== texts.get(path))
      throw new UserError(
        `${path}: the new lines cannot be located by their context`,
        `change ${patch.name} itself instead: git format-patch`,
      );
  }
  return { file, picked: tried };
}
