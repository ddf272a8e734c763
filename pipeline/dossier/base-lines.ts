// The end of a cover letter: what the patches stand on, for programs (git format-patch --base, b4) and people. Pure.

import { type HeadPin, pinInWords } from "../model/described/head.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";

export type Base = {
  readonly pin: HeadPin;
  /** `git patch-id --stable` of the patches between the head and the series, in order. */
  readonly prerequisites: readonly string[];
  /** b4's, one for all versions. */
  readonly changeId?: string | undefined;
};

/** A commit is named only where others can fetch it: an archive that was imported here has none. b4 reads on behind "base-commit:". */
export function baseLines({ pin, prerequisites, changeId }: Base): string {
  const commit =
    pin.kind === "git"
      ? `base-commit: ${pin.commit}`
      : wrapped(
          oneLine(
            `These patches were made on ${pinInWords(pin)}. No commit that could be fetched holds that tree, so none is named as their base.`,
          ),
        );
  return [
    commit,
    ...prerequisites.map((id) => `prerequisite-patch-id: ${id}`),
    ...(changeId === undefined ? [] : [`change-id: ${changeId}`]),
  ].join("\n");
}
