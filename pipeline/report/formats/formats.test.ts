// Each format against something that is not ours: xmllint with the schema, ajv, the rules of KTAP line by line.
// @module-tag process

import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { nightOf } from "../../model/record/night-of.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { hostileRun } from "../../test/hostile-run.ts";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { measuredNights, measuredRun } from "../../test/measured-run.ts";
import { readKtap } from "../../test/read-ktap.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { historyOf } from "../facts/history.ts";
import { inTotoSchema } from "../../test/schemas/in-toto-schema.ts";
import { inTotoStatements } from "./in-toto.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { kcidbSchema } from "../../test/schemas/kcidb-schema.ts";
import { renderKcidb } from "./kcidb.ts";
import { renderKtap } from "./ktap.ts";
import { renderMail } from "../text/mail.ts";
import { spdxSchema } from "../../test/schemas/spdx-schema.ts";
import { renderSpdx } from "./spdx.ts";

const run = measuredRun();
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u;

const ajv = new Ajv2020({ strict: true, strictRequired: false });
// The package is CommonJS: its function is the default of the default.
(addFormats as unknown as { default: (to: Ajv2020) => void }).default(ajv);
const valid = {
  kcidb: ajv.compile(kcidbSchema),
  inToto: ajv.compile(inTotoSchema),
  spdx: ajv.compile(spdxSchema),
};

type Reference = Record<string, string>;
type Kcidb = Record<"checkouts" | "builds" | "tests" | "issues" | "incidents", Reference[]>;

function ids(of: Reference[]): string[] {
  return of.map(({ id = "" }) => id);
}

/** What xmllint says, a line a document: of the text, or of files where there are some. */
function lint(xml: string, ...paths: readonly string[]): string {
  const schema = join(import.meta.dirname, "../../test/schemas/junit.xsd");
  const of = paths.length ? paths : ["-"];
  return spawnSync("xmllint", ["--noout", "--schema", schema, ...of], {
    input: xml,
    encoding: "utf8",
  }).stderr;
}

function counted(xml: string, path: string): number {
  const asked = ["--xpath", `count(${path})`, "-"];
  return Number(execFileSync("xmllint", asked, { input: xml, encoding: "utf8" }));
}

/** How many elements each file has: one process for all. */
function countedIn(paths: readonly string[]): number[] {
  const said = execFileSync("xmllint", ["--xpath", "count(//*)", ...paths], { encoding: "utf8" });
  return said.trim().split("\n").map(Number);
}

async function mailOf(of: RunRecord): Promise<string> {
  return renderMail(of, await historyOf([nightOf(of)]));
}

describe("JUnit", () => {
  const xml = renderJunit(run);

  test("is valid by its schema, which refuses what is not", () => {
    expect(lint(xml)).toBe("- validates\n");
    expect(lint(xml.replace("<system-out/>", ""))).toContain("fails to validate");
  });

  test("keeps the kernel's failures apart from the harness' errors", () => {
    expect(
      counted(xml, "//testsuite[@package='boot']/testcase[@name='boot']/failure[@type='panic']"),
    ).toBe(1);
    expect(counted(xml, "//testsuite[@package='boot']/testcase/error[@type='MISS']")).toBe(4);
    expect(counted(xml, "//testsuite[@package='rebase']//failure[@type='conflict']")).toBe(1);
    expect(counted(xml, "//skipped")).toBe(11);
  });

  test("counts in every suite what is in it", () => {
    for (const kind of ["failure", "error"])
      expect(counted(xml, `//testsuite[@${kind}s != count(.//${kind})]`)).toBe(0);
    expect(counted(xml, "//testsuite[@tests != count(testcase)]")).toBe(0);
  });

  test("takes every hostile text: as many elements as with a harmless one, all valid", async () => {
    const texts: typeof hostileTexts = [["a harmless text", "x"], ...hostileTexts];
    const hostile = texts.map(([, text]) => renderJunit(hostileRun(text)));
    const folder = await temporaryFolder();
    const paths = hostile.map((_, at) => join(folder, `${at}.xml`));
    await Promise.all(hostile.map((text, at) => writeFile(paths[at] ?? "", text)));
    expect(lint("", ...paths)).toBe(paths.map((path) => `${path} validates\n`).join(""));
    expect(countedIn(paths)).toEqual(paths.map(() => counted(hostile[0] ?? "", "//*")));
    for (const text of hostile) expect(text.replace(/[\t\n]/gu, "")).not.toMatch(invisible);
  });
});

describe("KTAP", () => {
  test("is version 1, with a nested block for each cell", () => {
    const { results, wrong } = readKtap(renderKtap(run));
    expect(wrong).toEqual([]);
    expect(results.map(({ ok }) => ok).filter(Boolean)).toHaveLength(11);
    expect(results[0]?.name).toBe("sid base guest bare-q35");
    expect(results[0]?.nested.map(({ name }) => name)).toEqual(["boot", "memory", "fpu", "vdso"]);
    expect(results[0]?.nested[3]?.directive).toBe("SKIP");
    expect(results[12]?.nested[0]?.directive).toBe("ERROR");
  });

  test("has a reader that sees what is wrong", () => {
    const text = renderKtap(run);
    expect(readKtap(text.replace("1..16", "1..17")).wrong).not.toEqual([]);
    expect(readKtap(text.replace("  ok 2 memory", "  ok 3 memory")).wrong).not.toEqual([]);
    expect(readKtap(text.replace("not ok 7", "ok 7")).wrong).not.toEqual([]);
  });

  test.each(hostileTexts)("takes a hostile text: %s", (_, text) => {
    const ktap = renderKtap(hostileRun(text));
    const [own, plain] = [readKtap(ktap), readKtap(renderKtap(hostileRun("x")))];
    expect(own.wrong).toEqual([]);
    const shape = ({ results }: typeof own) =>
      results.map(({ ok, nested }) => [ok, nested.map((one) => [one.ok, one.directive])]);
    expect(shape(own)).toEqual(shape(plain));
    expect(ktap.replaceAll("\n", "")).not.toMatch(invisible);
  });
});

describe("KCIDB", () => {
  const report = JSON.parse(renderKcidb(run)) as Kcidb;

  test("is valid by the rules of 5.3, and what is not is refused", () => {
    expect(valid.kcidb(report), JSON.stringify(valid.kcidb.errors)).toBe(true);
    expect(valid.kcidb({ ...report, surprise: [] })).toBe(false);
    expect(valid.kcidb({ ...report, tests: [{ ...report.tests[0], path: "a/b" }] })).toBe(false);
  });

  test("has unique ids of our origin, and every reference leads somewhere", () => {
    for (const list of [
      report.checkouts,
      report.builds,
      report.tests,
      report.issues,
      report.incidents,
    ]) {
      expect(new Set(ids(list)).size).toBe(list.length);
      expect(list.every(({ id, origin }) => id?.startsWith(`${origin}:`))).toBe(true);
    }
    for (const build of report.builds)
      expect(ids(report.checkouts)).toContain(build["checkout_id"]);
    for (const one of report.tests) expect(ids(report.builds)).toContain(one["build_id"]);
    for (const one of report.incidents) {
      expect(ids(report.tests)).toContain(one["test_id"]);
      expect(ids(report.issues)).toContain(one["issue_id"]);
    }
  });

  test("has one build and a test for each platform; a series that does not apply has neither", () => {
    expect(report.builds).toHaveLength(3);
    expect(report.checkouts.map(({ valid: applied }) => applied)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const boots = report.tests.filter(({ path }) => path === "boot");
    const statuses = Map.groupBy(boots, ({ status }) => status);
    expect([statuses.get("PASS")?.length, statuses.get("FAIL")?.length]).toEqual([11, 1]);
  });

  test("has figures as numbers", () => {
    expect(report.tests.filter(({ number }) => number).slice(0, 1)).toMatchObject([
      {
        path: "twinboot.perf.lat_syscall.getppid",
        status: "DONE",
        number: { unit: "instructions" },
      },
    ]);
  });

  test.each(hostileTexts)("takes a hostile text: %s", (_, text) => {
    const json = renderKcidb(hostileRun(text));
    expect(valid.kcidb(JSON.parse(json)), JSON.stringify(valid.kcidb.errors)).toBe(true);
    expect(json.replaceAll("\n", "")).not.toMatch(invisible);
  });
});

describe("the mail", () => {
  test("says the verdict first, then what must be done", async () => {
    const mail = await mailOf(run);
    expect(mail).toMatch(/^Subject: \[twinboot\] fail: 11 of 16 cells pass/u);
    expect(mail.split("\n\n")[1]).toBe("11 of 16 cells pass; 1 fails, 4 are blocked.");
    expect(mail).toContain("* fail: sid hypervisor-sysfs on xen-pv-dom0\n  the series must act:");
    expect(mail).not.toContain("Tested-by:");
  });

  test("has a line for Tested-by only where every cell passed", async () => {
    const cells = run.cells.filter(({ verdict }) => verdict === "pass");
    expect(await mailOf(runFixture({ cells }))).toContain("Tested-by:");
  });

  test("tells regressed from fixed, with what moved", async () => {
    const mail = renderMail(run, await historyOf(measuredNights()));
    expect(mail).toMatch(
      /## Possible regressions\n\* sid hypervisor-sysfs xen-pv-dom0: fail \(pass in run 11\); moved:\s+head\s+sid:\s+[0-9a-f]{12}\.\.4a1c/u,
    );
    expect(mail).toMatch(/## Fixed\n\* sid hypervisor-sysfs bare-q35: pass \(fail in run 11\)/u);
  });

  test.each(hostileTexts)("stays within 75 columns and its own lines: %s", async (_, text) => {
    const mail = await mailOf(hostileRun(text));
    expect(mail.split("\n").filter((line) => /^.{76}/u.test(line))).toEqual([]);
    const [head = "", ...body] = mail.split("\n\n");
    expect(head.split("\n").map((line) => line.split(":")[0])).toEqual([
      "Subject",
      "MIME-Version",
      "Content-Type",
      "Content-Transfer-Encoding",
    ]);
    expect(mail.replaceAll("\n", "")).not.toMatch(invisible);
    // No line of the body may begin as what a program acts on: a separator, a trailer, a robot's order, a diff.
    expect(body.join("\n\n")).not.toMatch(
      /^(?:From |-- $|---|diff |#\w|::|(?:Tested|Signed-off)-by)/mu,
    );
  });
});

describe("in-toto statements", () => {
  const files = inTotoStatements(run);
  const statements = files.map(([, text]) => JSON.parse(text) as Record<string, unknown>);

  test("are valid: a result for each platform, all of one kernel with the same subject", () => {
    for (const one of statements)
      expect(valid.inToto(one), JSON.stringify(valid.inToto.errors)).toBe(true);
    const results = statements.filter((one) =>
      String(one["predicateType"]).includes("test-result"),
    );
    expect(results).toHaveLength(12);
    const subjects = results.slice(0, 4).map((one) => JSON.stringify(one["subject"]));
    expect(new Set(subjects).size).toBe(1);
    expect(new Set(results.map((one) => JSON.stringify(one["subject"]))).size).toBe(3);
    expect(valid.inToto({ ...statements[0], subject: [] })).toBe(false);
  });

  test("claim nothing of a boot that nobody could judge", () => {
    const cells = run.cells.map((cell): RunCell =>
      Object.assign({}, cell, { verdict: "infra" as const }),
    );
    const others = inTotoStatements(runFixture({ cells: cells }));
    expect(others.filter(([name]) => name.includes("test-result"))).toEqual([]);
  });

  test.each(hostileTexts)("take a hostile text: %s", (_, text) => {
    for (const [name, json] of inTotoStatements(hostileRun(text))) {
      expect(name).toMatch(/^[\w-]+\.json$/);
      expect(valid.inToto(JSON.parse(json)), JSON.stringify(valid.inToto.errors)).toBe(true);
      expect(json.replaceAll("\n", "")).not.toMatch(invisible);
    }
  });
});

describe("SPDX", () => {
  test("is valid 2.3; every relationship leads to a part of it", () => {
    const document = JSON.parse(renderSpdx(run)) as {
      packages: Reference[];
      relationships: Reference[];
    };
    expect(valid.spdx(document), JSON.stringify(valid.spdx.errors)).toBe(true);
    const parts = ["SPDXRef-DOCUMENT", ...document.packages.map((one) => one["SPDXID"])];
    expect(new Set(parts).size).toBe(parts.length);
    for (const one of document.relationships) {
      expect(parts).toContain(one["spdxElementId"]);
      expect(parts).toContain(one["relatedSpdxElement"]);
    }
    expect(
      document.relationships.filter((one) => one["relationshipType"] === "PATCH_FOR"),
    ).toHaveLength(1);
  });

  test.each(hostileTexts)("takes a hostile text: %s", (_, text) => {
    const json = renderSpdx(hostileRun(text));
    expect(valid.spdx(JSON.parse(json)), JSON.stringify(valid.spdx.errors)).toBe(true);
    expect(json.replaceAll("\n", "")).not.toMatch(invisible);
  });
});

test.each(hostileTexts)("run.json keeps a hostile text as it is: %s", (_, text) => {
  const hostile = hostileRun(text);
  expect(JSON.parse(renderJson(hostile))).toEqual(hostile);
});
