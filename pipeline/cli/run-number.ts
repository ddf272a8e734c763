// The number of a run as an operand.

import { UserError } from "../model/errors.ts";

/** Undefined: the newest. */
export function runNumber(operand: string | undefined, command: string): number | undefined {
  if (operand === undefined) return undefined;
  if (/^\d+$/.test(operand)) return Number(operand);
  throw new UserError(`"${operand}" is no run's number`, `./twinboot ${command} 12`);
}
