// What a report says of steps that were taken from other machines and made again.

import { expect, test } from "vitest";
import type { RunRecord } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { renderMarkdown } from "../markdown/markdown.ts";
import { matrixText } from "../text/matrix-text.ts";
import { remadeStatements } from "./remade-steps.ts";
import { verdictSentence } from "./verdict-sentence.ts";

type Remade = NonNullable<RunRecord["remade"]>[number];

const row = { label: "build-kernel guest sid", key: "ab".repeat(32), signer: "nightly" } as const;
const same: Remade = { ...row, result: "same" };
const finding = {
  reason: "differs-elsewhere",
  fault: "infrastructure",
  summary: "build-kernel guest sid comes out otherwise here than as nightly signed it",
} as const;
const different: Remade = { ...row, result: "different", finding };

test("nothing, where nothing was taken", () => {
  expect(remadeStatements(runFixture())).toEqual([]);
});

test("how many came out the same, in one sentence", () => {
  expect(remadeStatements(runFixture({ remade: [same, same] }))).toEqual([
    "2 steps of other machines came out the same here.",
  ]);
});

test("each that did not, wherever the run is told of", () => {
  const run = runFixture({ remade: [same, different, { ...row, result: "not-done" }] });
  expect(remadeStatements(run)).toEqual([
    "1 step of other machines came out the same here.",
    expect.stringMatching(/^OTHER BYTES: .* must act: build-kernel guest sid comes out otherwise/),
    "build-kernel guest sid was begun again here and did not end.",
  ]);
  expect(verdictSentence(run)).toContain("1 step of other machines came out otherwise here.");
  expect(renderMarkdown(run)).toContain("OTHER BYTES");
  expect(matrixText(run, { colour: false })).toContain("OTHER BYTES");
});
