// images/selftests/list -> the programs to build. The guest reads the rest of each line.

import { UserError } from "../../model/errors.ts";
import type { Selftest } from "../../model/described/selftests.ts";

const line = /^([a-z][a-z0-9]*) ([a-z0-9][\w-]*(?:\/[\w-]+)+) [1-9]\d*(?: [\w-]+){0,8}$/;

/** Throws UserError for a line that is none: `collection program seconds [argument ...]`. */
export function selftestList(text: string, shown: string): Selftest[] {
  const lines = text.split("\n").map((content, at) => ({ content, at: at + 1 }));
  return lines
    .filter(({ content }) => content && !content.startsWith("#"))
    .map(({ content, at }) => {
      const [, collection, program] = line.exec(content) ?? [];
      if (collection && program) return { collection, program };
      throw new UserError(
        `${shown}: line ${at}: "${content}" is not a test`,
        "write: collection program seconds [argument ...]",
      );
    });
}
