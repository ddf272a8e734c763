// ./twinboot merge --plan FILE DIR...: the parts of a run that several machines packed, as one run of this store.

import { checked, readPlain } from "../../engine/sealed-json.ts";
import { UserError } from "../../model/errors.ts";
import { type PlannedMatrix, plannedMatrixSchema } from "../../model/planned-matrix.ts";
import { oneLine } from "../../report/visible-text.ts";
import type { Options } from "../arguments.ts";
import { concludeWith } from "../conclude.ts";
import { mergeParts } from "../merge-parts.ts";
import { withSession } from "../session.ts";

const largestPlan = 32 * 2 ** 20;

/** Gives the exit code that the whole run would have: 3 where a planned cell is missing. */
export async function mergeCommand(dirs: readonly string[], options: Options): Promise<number> {
  if (!dirs.length || options.plan === undefined)
    throw new UserError(
      "merge: which packed runs, of which plan?",
      "./twinboot plan --json >plan.json; ./twinboot merge --plan plan.json DIR...",
    );
  const matrix = await readMatrix(options.plan);
  return withSession(options, async (session) => {
    const results = [...session.descriptions.results.values()];
    const { record, refused } = await mergeParts(dirs, { ...session, matrix, results });
    for (const { name, why } of refused)
      process.stderr.write(`twinboot: ${name} is refused: ${oneLine(why, 1000)}\n`);
    return concludeWith(session, options, record);
  });
}

async function readMatrix(path: string): Promise<PlannedMatrix> {
  const file = await readPlain(path, largestPlan);
  const { value, wrong = "is not there" } = file.value
    ? checked(file.value.toString(), plannedMatrixSchema)
    : file;
  if (value && "cells" in value) return value;
  throw new UserError(`--plan ${path} ${wrong}`, "./twinboot plan --json >plan.json");
}
