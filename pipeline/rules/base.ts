// What a series is based on: a release, an -rc or a subsystem's branch, never a random commit.

import {
  type HeadDescription,
  type HeadPin,
  pinInWords,
  type SourceTree,
} from "../model/described/head.ts";
import { forAPerson, type Rule, type CheckResult, resultIn } from "./rule.ts";

export const base: Rule = {
  check: "base",
  rule: "The base is a release, an -rc or the branch of a subsystem tree, not a random commit.",
  source:
    'Documentation/process/submitting-patches.rst, "Providing base tree information"; maintainer/rebasing-and-merging.rst',
};

type BasedOn = {
  readonly description: HeadDescription;
  readonly pin: HeadPin;
  readonly release: string;
};

export function seeBase({ description, pin, release }: BasedOn): CheckResult {
  const words = pinInWords(pin);
  if (pin.kind === "debian")
    return forAPerson(
      `${words} is ${release} with Debian's patches: nobody upstream has that tree; give v${release} as base-commit`,
    );
  if (pin.kind === "tarball")
    return forAPerson(`${words} says ${release}: is it the tree of the tag v${release}?`);
  if (isCommit(pin.ref)) return resultIn([`${words} is a commit, no tag and no branch`], "");
  if (description.channel === "warning")
    return resultIn(
      [`${words} moves too fast to post on: twinboot.yaml calls its channel "warning"`],
      "",
    );
  return resultIn([], words);
}

function isCommit(ref: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(ref);
}

export const sameBase: Rule = {
  check: "same-base",
  rule: "What is posted was tested on the very commit that it is based on.",
  source: 'Documentation/maintainer/rebasing-and-merging.rst, "Rebasing"',
};

type Trees = {
  readonly writtenOn: SourceTree & { readonly name: string };
  readonly head: SourceTree & { readonly name: string };
};

/** By tree: two commits with the same files are one base. */
export function seeSameBase({ writtenOn, head }: Trees): CheckResult {
  const here = `${head.name}, commit ${head.commit.slice(0, 12)}`;
  if (writtenOn.tree === head.tree) return resultIn([], here);
  const there = `${writtenOn.name}, commit ${writtenOn.commit.slice(0, 12)}`;
  return resultIn([`written on ${there}, and seen here on ${here}: refresh it onto that head`], "");
}
