// The operand that names a run.

import { UserError } from "../model/errors.ts";

/** Undefined where none is named: the newest. */
export function runNumber(operand: string | undefined): number | undefined {
  if (operand === undefined) return undefined;
  if (/^\d+$/.test(operand)) return Number(operand);
  throw new UserError(`"${operand}" is no run's number`, "./twinboot report 12");
}
