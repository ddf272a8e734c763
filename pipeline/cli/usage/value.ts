// What an option or an operand may be given: its placeholder in the help, and how its text is read.

import { unknownName } from "../../model/unknown-name.ts";
import { UserError } from "../../model/errors.ts";

/** What completion offers: a kind that `./twinboot list` knows, the shell's own files and folders, the commands. */
export type Completed =
  | "series"
  | "heads"
  | "flavours"
  | "hypervisors"
  | "platforms"
  | "file"
  | "folder"
  | "command";

export type Value<V = unknown> = {
  /** As the help shows it: `HEAD`. */
  readonly word: string;
  /** Throws UserError for an invalid text; `what` is the option or operand it was given for. */
  readonly read: (text: string, what: string) => V;
  /** All there are, where they do not depend on descriptions. */
  readonly choices?: readonly string[];
  readonly completed?: Completed;
  /** Of a description, which has no comma in it. */
  readonly isName?: boolean;
};

/** Any text but an empty one. */
export function text(word: string, completed?: Completed): Value<string> {
  return { word, read: (given) => given, ...(completed ? { completed } : {}) };
}

/** The name of a description. Whether it exists is for the command to say: it has read the descriptions. */
export const seriesName = { ...text("SERIES", "series"), isName: true };
export const headName = { ...text("HEAD", "heads"), isName: true };
export const flavourName = { ...text("FLAVOUR", "flavours"), isName: true };
export const hypervisorName = { ...text("HYPERVISOR", "hypervisors"), isName: true };
export const platformName = { ...text("PLATFORM", "platforms"), isName: true };

export function choice<const C extends string>(word: string, choices: readonly C[]): Value<C> {
  const read = (given: string, what: string): C => {
    const chosen = choices.find((one) => one === given);
    if (chosen !== undefined) return chosen;
    throw unknownName(`value for ${what}:`, given, choices, `use one of: ${choices.join(", ")}`);
  };
  return { word, choices, read };
}

/** A whole number of at least 1, as the number of a run is one. */
export function count(word: string): Value<number> {
  return { word, read: readCount };
}

function readCount(given: string, what: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new UserError(
    `${what} ${given}: not a positive whole number`,
    `give a number, for example: ${what} 2`,
  );
}

export const runNumber: Value<number> = count("RUN");
