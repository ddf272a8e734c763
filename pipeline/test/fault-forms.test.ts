// Each form by which a fault is known, with lines that kernels and Xen print.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { checkForms } from "../model/judge/fault-forms-checks.ts";
import { machineForms } from "../model/judge/fault-forms-machines.ts";
import { trapForms } from "../model/judge/fault-forms-traps.ts";
import { xenForms } from "../model/judge/fault-forms-xen.ts";
import { isAbsence } from "../model/judge/finding.ts";
import { consoleFacts } from "../parse/console/console.ts";
import { consoleFolder } from "./corpus-rig.ts";

const linuxForms = [...trapForms, ...machineForms, ...checkForms];

const examples = z.record(z.string(), z.array(z.string()).min(1));
const { linux, xen, none } = z
  .strictObject({ linux: examples, xen: examples, none: z.array(z.string()) })
  .parse(parse(readFileSync(join(consoleFolder, "fault-lines.yaml"), "utf8")));

const stamped = "[    0.000000] Linux version 7.2.13\n";

/** The forms found in a line of a log whose kernel lines have stamps. */
function formsIn(line: string): string[] {
  return consoleFacts("console.log", Buffer.from(stamped + line)).faults.map(({ form }) => form);
}

const rows = (of: typeof linux): [string, string][] =>
  Object.entries(of).flatMap(([form, lines]) =>
    lines.map((line): [string, string] => [form, line]),
  );

describe("a fault of Linux", () => {
  test.each(rows(linux))("is known as %s: %s", (form, line) => {
    expect(formsIn(`[    1.500000] ${line}`)).toEqual([form]);
    expect(formsIn(`(XEN) DOM1: [    1.500000][   T12] ${line}`)).toEqual([form]);
  });

  test("has an example of each form", () => {
    expect(Object.keys(linux).toSorted()).toEqual(linuxForms.map(({ name }) => name).toSorted());
  });

  test("is no user's text, but for what is printed past the log", () => {
    const raw = new Set(linuxForms.flatMap(({ name, raw: past }) => (past ? [name] : [])));
    for (const [form, line] of rows(linux))
      expect([line, formsIn(line)]).toEqual([line, raw.has(form) ? [form] : []]);
  });

  test("is found without a stamp where no line has one, at a line's start", () => {
    for (const [form, line] of rows(linux)) {
      const { faults } = consoleFacts("console.log", Buffer.from(`Linux version 6.1.0\n${line}`));
      expect([line, faults.map((fault) => fault.form)]).toEqual([line, [form]]);
    }
  });
});

describe("a fault that Xen tells of", () => {
  test.each(rows(xen))("is known as %s: %s", (form, line) => {
    expect(formsIn(`(XEN) ${line}`)).toEqual([form]);
    expect(formsIn(`[    1.2] cut(XEN) [2026-11-29 06:36:00] ${line}`)).toEqual([form]);
  });

  test("has an example of each form", () => {
    expect(Object.keys(xen).toSorted()).toEqual(xenForms.map(({ name }) => name).toSorted());
  });
});

test.each(none)("no fault: %s", (line) => {
  expect(formsIn(`[    1.500000] ${line}`)).toEqual([]);
});

function isTimed(line: string): boolean {
  const at = { in: "console.log", line: 1, text: `[    1.500000] ${line}` };
  return isAbsence({ reason: "oops", line: at });
}

test("what the kernel's own clocks say is an absence: once proves nothing", () => {
  const timed = new Set(linuxForms.filter(({ timing }) => timing).map(({ name }) => name));
  for (const [form, line] of rows(linux))
    expect([line, isTimed(line)]).toEqual([line, timed.has(form)]);
});
