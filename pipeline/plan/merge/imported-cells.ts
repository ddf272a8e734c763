// Results from elsewhere -> cells. They hold for the kernel of their digest and no other, and were not booted here.

import { type Judgement, judge, verdictOf } from "../../model/judge/judge.ts";
import { savedEnd } from "../../model/judge/judge-saved.ts";
import { judgeProof } from "../../model/judge/judge-proof.ts";
import type { Expected } from "../../model/described/expected.ts";
import type { ImportedResult } from "../../model/described/imported-result.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { cellVerdict, type Judged } from "../../model/judge/verdict.ts";
import { readSavedWitness } from "../../parse/console/read-witness.ts";

type Kernel = RunRecord["kernels"][number];

/** Whether a result is of a kernel of this run. */
export function importsOf(
  results: Iterable<ImportedResult>,
  kernels: readonly Kernel[],
): NonNullable<RunRecord["imports"]> {
  return [...results].map(({ result, platform, kernel, by, when, where }) => {
    const used = kernels.some(({ digest }) => digest === kernel);
    return { result, platform, kernel, by, when, where, used };
  });
}

export function importedCells(
  results: Iterable<ImportedResult>,
  kernels: readonly Kernel[],
): RunCell[] {
  const all = [...results];
  return all.flatMap((result) =>
    kernels
      .filter(({ digest }) => digest === result.kernel)
      .map((kernel) => cellOf(result, kernel, baseOf(all, kernels, result, kernel))),
  );
}

function cellOf(result: ImportedResult, kernel: Kernel, base: Judged | undefined): RunCell {
  const { platform, by, when, where, link } = result;
  const { series, head, flavour, digest } = kernel;
  const judgement = judgementOf(result, kernel);
  const { verdict, finding } = cellVerdict({ outcome: pass(judgement) }, base ? { base } : {});
  const tests = judgement.tests.map(({ name, result: came, detail }) => ({
    name,
    result: came,
    detail,
  }));
  return {
    series,
    head,
    flavour,
    platform,
    realness: "imported",
    kernel: digest,
    verdict,
    ...(finding ? { finding } : {}),
    evidence: { facts: judgement.facts, tests },
    imported: { by, when, where, ...(link === undefined ? {} : { link }) },
    reused: false,
  };
}

/** The same platform's result with the unpatched kernel; undefined for that one itself. */
function baseOf(
  all: readonly ImportedResult[],
  kernels: readonly Kernel[],
  { platform }: ImportedResult,
  { series, head, flavour }: Kernel,
): Judged | undefined {
  if (series === baseRow) return undefined;
  const base = kernels.find(
    (one) => one.series === baseRow && one.head === head && one.flavour === flavour,
  );
  const result = all.find((one) => one.platform === platform && one.kernel === base?.digest);
  if (base && result) return { outcome: pass(judgementOf(result, base)) };
  const message = `no result of the unpatched kernel on ${platform} was imported`;
  return { outcome: { status: "error", message, hint: "ask its owner for one" } };
}

/** By the rules for our own boots, as far as they apply: the build-id, the tests, and of a console its records. */
function judgementOf(result: ImportedResult, { buildId }: Kernel): Judgement {
  const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
  const expected = { buildId, evidence, facts: {}, kunit: [], hypervisorSpeaks: false, known: [] };
  if (result.console !== undefined) return ofConsole(result.console, expected);
  const { facts = {} } = result;
  const tests = (result.tests ?? []).map(({ name, result: came, detail }) => ({
    record: "test" as const,
    name,
    result: came,
    detail,
  }));
  const nothing = { name: "no console", lines: [], segments: [], faults: [] };
  const finding = judgeProof(nothing, facts, tests, expected);
  const rest = { cleanEnd: true, facts, tests };
  return finding ? { verdict: verdictOf(finding), finding, ...rest } : { verdict: "pass", ...rest };
}

function ofConsole(text: string, expected: Expected): Judgement {
  const guest = readSavedWitness("imported console", Buffer.from(text));
  return judge({ guest, ended: savedEnd }, expected);
}
