// A run as JUnit XML: a suite for each cell and for each series on each head. The schema is beside this file.
// Who failed is kept apart: a failure is the kernel's, an error the harness', and an error's type says which.

import { digestOf } from "../../model/digest.ts";
import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { RunCell, RunRecord, RunSeries } from "../../model/record/run-record.ts";
import type { Verdict } from "../../model/judge/verdict.ts";
import { patchLook, patchReasons, patchWord } from "../facts/patch-words.ts";
import { element, xmlText } from "../safe/xml-escape.ts";

type Case = { readonly name: string; readonly seconds: number; readonly result: string };
type Suite = {
  readonly name: string;
  readonly package: string;
  readonly properties: Readonly<Record<string, string | undefined>>;
  readonly cases: readonly Case[];
};

/** Ends with a line feed. */
export function renderJunit(run: RunRecord): string {
  const suites = [...run.series.map(seriesSuite), ...run.cells.map(cellSuite)];
  const views = suites.map((suite, id) => suiteView(suite, id, run));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", {}, `\n${views.join("\n")}\n`)}\n`;
}

function suiteView(
  { name, package: of, properties, cases }: Suite,
  id: number,
  run: RunRecord,
): string {
  const count = (kind: string): number =>
    cases.filter(({ result }) => result.startsWith(`<${kind}`)).length;
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  const known = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [element("property", { name: key, value })],
  );
  const views = cases.map((one) =>
    element(
      "testcase",
      { name: one.name, classname: `${of}.${name}`, time: one.seconds },
      one.result,
    ),
  );
  const attributes = {
    name,
    package: of,
    id,
    timestamp: run.startedAt.slice(0, 19),
    hostname: `twinboot-${digestOf(run.host.system).slice(0, 8)}`,
    tests: cases.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds,
  };
  const parts = [
    element("properties", {}, known.join("")),
    ...views,
    "<system-out/>",
    "<system-err/>",
  ];
  return element("testsuite", attributes, parts.join("\n"));
}

function seriesSuite({ name, head, patches, why }: RunSeries): Suite {
  const untried = patches.length
    ? []
    : [{ name: "rebase", seconds: 0, result: problem("error", "MISS", why ?? "not tried") }];
  const cases = patches.map((patch) => ({
    name: patch.patch,
    seconds: 0,
    result: patchResult(patch),
  }));
  return {
    name: `${head} ${name}`,
    package: "rebase",
    properties: {},
    cases: [...cases, ...untried],
  };
}

function patchResult(patch: PatchResult): string {
  const words = patchReasons(patch).join("\n");
  const look = patchLook(patch);
  if (look === "fail") return problem("failure", patch.result, patchWord(patch), words);
  if (look === "blocked") return problem("error", "MISS", patchWord(patch), words);
  return look === "skip" ? element("skipped", { message: patchWord(patch) }) : "";
}

function cellSuite(cell: RunCell): Suite {
  const { head, series, flavour, platform, evidence, kernel } = cell;
  const { accelerator, console, tests = [], bootSeconds = 0 } = evidence;
  const boot = { name: "boot", seconds: bootSeconds, result: bootResult(cell) };
  const guest = tests.map(({ name, result, detail }) => ({
    name,
    seconds: 0,
    result: testResult(result, detail),
  }));
  return {
    name: `${head} ${series} ${flavour} ${platform}`,
    package: "boot",
    properties: { kernel, accelerator, console: console?.digest },
    cases: [boot, ...guest],
  };
}

const kinds: Readonly<Record<Verdict, "failure" | "error" | "skipped" | "">> = {
  pass: "",
  fail: "failure",
  "base-broken": "failure",
  blocked: "error",
  skip: "skipped",
  infra: "error",
  inconclusive: "skipped",
};

function bootResult({ verdict, finding }: RunCell): string {
  const kind = kinds[verdict];
  const message = finding?.summary ?? verdict;
  if (!kind) return "";
  if (kind === "skipped") return element("skipped", { message });
  const type = { blocked: "MISS", infra: "ERROR" }[verdict as string] ?? finding?.reason ?? verdict;
  const line = finding?.line
    ? [`${finding.line.in}:${finding.line.line}: ${finding.line.text}`]
    : [];
  return problem(kind, type, message, [...line, ...(finding?.detail ?? [])].join("\n"));
}

function testResult(result: "pass" | "fail" | "skip", detail: string): string {
  if (result === "fail") return problem("failure", "test-failed", detail);
  return result === "skip" ? element("skipped", { message: detail }) : "";
}

function problem(kind: "failure" | "error", type: string, message: string, text = ""): string {
  return element(kind, { message, type }, xmlText(text, 10_000));
}
