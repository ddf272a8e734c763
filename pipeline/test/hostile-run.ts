// A run in which every text that somebody else could have written carries a text of ours.

import type { RunRecord } from "../model/record/run-record.ts";
import { runFixture } from "./run-fixture.ts";

/** What the schema fixes to a list of words, a digest or a moment cannot be hostile. */
const fixed = new Set(
  "schema lane channel result realness verdict fault accelerator status digest qemuDigest sha256 commit kernel step key startedAt".split(
    " ",
  ),
);

/** The text stands before every name, so that names still differ; `\u00E9` keeps either from passing for a plain name. */
export function hostileRun(text: string): RunRecord {
  const run = runFixture();
  const [first, ...traces] = run.traces;
  if (!first) throw new Error("the fixture has no trace");
  const broken = { ...first, status: "error" as const, message: "message", hint: "hint" };
  const carried = carrying(
    { ...run, traces: [broken, ...traces] },
    (own) => `${text} \u00E9 ${own}`,
  ) as RunRecord;
  for (const { evidence } of carried.cells) if (evidence.facts) evidence.facts[text] = text;
  return carried;
}

function carrying(value: unknown, carry: (own: string) => string): unknown {
  if (typeof value === "string") return carry(value);
  if (Array.isArray(value)) return value.map((member) => carrying(member, carry));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) =>
    fixed.has(name) ? [name, member] : [name, carrying(member, carry)],
  );
  return Object.fromEntries(members);
}
