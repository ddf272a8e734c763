import { expect, test } from "vitest";
import type {
  HunkPlace,
  UpstreamEvidence,
  UpstreamRung,
} from "../../model/patches/patch-result.ts";
import { upstreamVerdict } from "./upstream-verdict.ts";

const commit = { commit: "c0", subject: "s", author: "A <a@example.org>", date: "2026-01-01" };
const seen = (rung: UpstreamRung, weight: UpstreamEvidence["weight"]): UpstreamEvidence => ({
  rung,
  weight,
  seen: "it",
  commit,
});
const proof = seen("patch-id", "proof");
const mail = seen("message-id", "proof");
const empty: UpstreamEvidence = { rung: "empty-result", weight: "proof", seen: "nothing is left" };
const back: UpstreamEvidence = { rung: "reverse-apply", weight: "hint", seen: "it" };
const hints = (["subject-and-author", "range-diff", "similarity"] as const).map((rung) =>
  seen(rung, "hint"),
);

test("proof that the head confirms drops a patch, and names the commit", () => {
  expect(upstreamVerdict([proof], places("landed", "landed"))).toEqual({
    result: "upstream",
    commit,
  });
  expect(upstreamVerdict([mail, back], places("conflict"))).toEqual({ result: "upstream", commit });
  expect(upstreamVerdict([mail, empty], places("conflict"))).toEqual({
    result: "upstream",
    commit,
  });
});

test("an empty result is proof and confirmation, and needs no commit", () => {
  expect(upstreamVerdict([empty], places("conflict"))).toEqual({ result: "upstream" });
});

test("proof that the head does not confirm is for a person to look at", () => {
  expect(upstreamVerdict([proof], places("applies"))).toEqual({ result: "revisit" });
  expect(upstreamVerdict([mail], places("conflict"))).toEqual({ result: "revisit" });
  expect(upstreamVerdict([proof], [])).toEqual({ result: "revisit" });
});

test("no hint drops a patch, however many there are and whatever stands in the head", () => {
  expect(upstreamVerdict([back, ...hints], places("landed"))).toEqual({ result: "revisit" });
  expect(upstreamVerdict([], places("landed", "landed"))).toEqual({ result: "revisit" });
  expect(upstreamVerdict(hints, places("conflict"))).toEqual({ result: "revisit" });
});

test("hunks that the series' own later patches changed in the head do not make it a part", () => {
  expect(upstreamVerdict([back], places("landed", "conflict"))).toEqual({ result: "revisit" });
  expect(upstreamVerdict([back], places("landed", "applies"))).toMatchObject({
    result: "partly-upstream",
  });
});

test("what was taken back proves nothing", () => {
  const reverted = { ...proof, revertedBy: commit };
  expect(upstreamVerdict([reverted], places("applies"))).toEqual({ result: "none" });
  expect(upstreamVerdict([reverted], places("landed"))).toEqual({ result: "revisit" });
  expect(upstreamVerdict([reverted, proof], places("landed"))).toMatchObject({
    result: "upstream",
  });
});

test("hunks that landed without the others are counted", () => {
  expect(upstreamVerdict([proof], places("landed", "applies", "conflict"))).toEqual({
    result: "partly-upstream",
    landed: 1,
    of: 3,
  });
  expect(upstreamVerdict([], places("landed", "applies"))).toMatchObject({ landed: 1, of: 2 });
});

test("likeness alone brings nobody to a patch that applies as a whole", () => {
  expect(upstreamVerdict([seen("similarity", "hint")], places("applies"))).toEqual({
    result: "none",
  });
  expect(upstreamVerdict([seen("range-diff", "hint")], places("applies"))).toEqual({
    result: "none",
  });
  expect(upstreamVerdict([seen("subject-and-author", "hint")], places("applies"))).toEqual({
    result: "revisit",
  });
});

test("a conflict without any evidence is a conflict", () => {
  expect(upstreamVerdict([], places("conflict", "applies"))).toEqual({ result: "none" });
});

function places(...states: readonly HunkPlace["state"][]): HunkPlace[] {
  return states.map((state) => ({ path: "a", header: "@@ -1 +1 @@", state }));
}
