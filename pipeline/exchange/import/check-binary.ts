// Whether git can read a binary patch to its end: its lines carry no counts that we could check.

import { tmpdir } from "node:os";
import { UserError } from "../../model/errors.ts";
import { Git } from "../../tools/git.ts";
import type { Imported } from "./quilt-memory.ts";

/** Throws UserError for a binary patch that is cut or damaged. */
export async function checkBinary({ raw, stored }: Imported): Promise<void> {
  if (!/^GIT binary patch$/m.test(stored.diff)) return;
  const input = Buffer.from(stored.diff, "latin1");
  const { ok, stderr } = await new Git(tmpdir()).try({ args: ["apply", "--numstat"], input });
  if (ok) return;
  throw new UserError(
    `${raw.shown}: its binary patch is truncated or damaged: ${stderr.trim().split("\n")[0]}`,
    "get the patch again",
  );
}
