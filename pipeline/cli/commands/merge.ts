// ./twinboot merge --plan FILE DIR...: the parts of a run that several machines packed, as one run of this store.

import { checked, readPlain } from "../../engine/sealed-json.ts";
import { UserError } from "../../model/errors.ts";
import { type PlannedMatrix, plannedMatrixSchema } from "../../model/record/planned-matrix.ts";
import { oneLine } from "../../report/safe/visible-text.ts";
import { mergeParts } from "../../work/merge-parts.ts";
import { withSession } from "../../work/session.ts";
import { concludeWith } from "../conclude.ts";

const largestPlan = 32 * 2 ** 20;

type Given = {
  /** Folders that `pack` wrote. */
  readonly dirs: readonly string[];
  /** What `plan --json` or `plan --output` wrote. */
  readonly plan: string;
  /** A folder of `N.json`, the nights of other machines. */
  readonly history?: string;
  readonly json: boolean;
};

/** Gives the exit code that the whole run would have: 3 where a planned cell is missing. */
export async function mergeCommand({ dirs, plan, json, ...options }: Given): Promise<number> {
  const matrix = await readMatrix(plan);
  return withSession(options, async (session) => {
    const results = [...session.descriptions.results.values()];
    const { record, refused } = await mergeParts(dirs, { ...session, matrix, results });
    for (const { name, why } of refused)
      process.stderr.write(`twinboot: ${name} is refused: ${oneLine(why, 1000)}\n`);
    return concludeWith(session, { json }, record);
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
