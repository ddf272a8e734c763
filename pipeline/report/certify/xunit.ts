// A certification as xUnit XML (the schema of JUnit is beside ../formats/junit.ts): a suite for each platform.

import type { Certification } from "../../model/certify/certification.ts";
import { element, xmlText } from "../safe/xml-escape.ts";
import { type JudgedTest, judgedTests } from "./judged-tests.ts";

/** Ends with a line feed. A mandatory test that was skipped is a failure: it was asked for. */
export function xunitReport(found: Certification): string {
  const tests = judgedTests(found);
  const suites = found.platforms.map(({ platform }, id) =>
    suiteOf(
      found,
      tests.filter((test) => test.platform === platform),
      { platform, id },
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", {}, `\n${suites.join("\n")}\n`)}\n`;
}

function suiteOf(
  { date, kernel }: Certification,
  tests: readonly JudgedTest[],
  { platform, id }: { readonly platform: string; readonly id: number },
): string {
  const results = tests.map((test) => resultOf(test));
  const count = (kind: string): number =>
    results.filter((one) => one.startsWith(`<${kind}`)).length;
  const cases = tests.map(({ name, seconds }, at) =>
    element(
      "testcase",
      { name: name || "unnamed", classname: `certify.${platform}`, time: seconds },
      results[at] ?? "",
    ),
  );
  const properties = [
    element("property", { name: "kernel", value: kernel.image.digest }),
    element("property", { name: "build-id", value: kernel.buildId }),
  ];
  const attributes = {
    name: platform,
    package: "certify",
    id,
    timestamp: date.slice(0, 19),
    hostname: "twinboot",
    tests: tests.length,
    failures: count("failure"),
    errors: 0,
    skipped: count("skipped"),
    time: tests.reduce((sum, { seconds }) => sum + seconds, 0),
  };
  const parts = [
    element("properties", {}, properties.join("")),
    ...cases,
    "<system-out/>",
    "<system-err/>",
  ];
  return element("testsuite", attributes, parts.join("\n"));
}

function resultOf({ name, result, detail, mandatory }: JudgedTest): string {
  if (result === "pass") return "";
  const applicable = name !== "platform" || result !== "skip";
  if (result === "skip" && !(mandatory && applicable))
    return element("skipped", { message: detail });
  const type = result === "fail" ? "test-failed" : "test-skipped";
  return element("failure", { message: detail, type }, xmlText(detail, 10_000));
}
