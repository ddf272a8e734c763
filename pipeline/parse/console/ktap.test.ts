// KTAP as kernels, runners and broken logs write it.

import { describe, expect, test } from "vitest";
import { growth, linear } from "../../test/growth.ts";
import { segmentsOf } from "./console-segments.ts";
import { ktapOf } from "./ktap.ts";

function read(text: string): { tests: string[]; problems: readonly string[] } {
  const { tests, problems } = ktapOf(segmentsOf(text.replace(/^\n/, "").split("\n")));
  return { tests: tests.map(({ name, result }) => `${result} ${name}`), problems };
}

const kunit = `
KTAP version 1
1..2
    KTAP version 1
    # Subtest: sysfs
    1..2
    # show: EXPECTATION FAILED at lib/x.c:3
    not ok 1 show
    ok 2 store
# sysfs: pass:1 fail:1 skip:0 total:2
not ok 1 sysfs
    KTAP version 1
    # Subtest: empty
    1..1
    ok 1 nothing # SKIP no hypervisor
ok 2 empty
`;

describe("a KTAP log", () => {
  test("counts its leaves, named with their suites", () => {
    expect(read(kunit)).toEqual({
      tests: ["fail sysfs/show", "pass sysfs/store", "skip empty/nothing"],
      problems: [],
    });
    expect(ktapOf(segmentsOf(kunit.split("\n"))).tests[0]?.detail).toContain("EXPECTATION FAILED");
  });

  test("is the same behind printk's prefixes, with other lines between", () => {
    const printed = kunit
      .split("\n")
      .map(
        (line, index) => `<6>[    0.${100000 + index}] ${line}\n[    0.2] random: crng init done`,
      )
      .join("\n");
    expect(read(printed)).toEqual(read(kunit));
  });

  test("of kselftest nests by '# '", () => {
    const log = `
TAP version 13
1..1
# timeout set to 45
# TAP version 13
# 1..2
# ok 1 first
# not ok 2 second # TIMEOUT 45 seconds
not ok 1 selftests: x86: both # exit=1
`;
    expect(read(log)).toEqual({
      tests: ["pass selftests: x86: both/first", "fail selftests: x86: both/second"],
      problems: [],
    });
  });

  test("of old KUnit has no version line in its suites", () => {
    const log = "TAP version 14\n1..1\n    # Subtest: old\n    1..1\n    ok 1 - one\nok 1 - old\n";
    expect(read(log)).toEqual({ tests: ["pass old/one"], problems: [] });
  });

  test.each([
    ["not ok 1 a # SKIP none", "skip a"],
    ["ok 1 a # TODO later", "skip a"],
    ["not ok 1 a # XFAIL known", "pass a"],
    ["ok 1 a # TIMEOUT", "fail a"],
    ["not ok 1", "fail test 1"],
    ["ok 1 a \\# b", "pass a \\# b"],
  ])("a result: %s", (line, expected) => {
    expect(read(`KTAP version 1\n1..1\n${line}\n`).tests).toEqual([expected]);
  });

  test("a suite that fails though none of its cases does fails for itself", () => {
    const log = "KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  ok 1 a\nnot ok 1 s\n";
    expect(read(log).tests).toEqual(["pass s/a", "fail s"]);
  });

  test("without a plan is none the worse", () => {
    expect(read("KTAP version 1\nok 1 a\nok 2 b\n")).toEqual({
      tests: ["pass a", "pass b"],
      problems: [],
    });
  });

  test("that breaks off before its end is an error, however many passed", () => {
    const cut = kunit.slice(0, kunit.indexOf("# sysfs: pass"));
    const { tests, problems } = read(cut);
    expect(tests).toEqual(["fail sysfs/show", "pass sysfs/store"]);
    expect(problems.join("\n")).toMatch(/sysfs: its subtests have no result/);
    expect(problems.join("\n")).toMatch(/2 tests were planned, 0 came/);
  });

  test("that crashes within a suite names it", () => {
    const cut = kunit.slice(0, kunit.indexOf("    ok 2 store"));
    expect(read(cut).problems.join("\n")).toMatch(/sysfs: .*2 tests were planned, 1 came/);
  });

  test("that skips a number, or bails out, is an error", () => {
    expect(read("KTAP version 1\n1..2\nok 1 a\nok 3 c\n").problems).toHaveLength(1);
    expect(read("KTAP version 1\n1..1\nBail out! no memory\n").problems.join()).toMatch(
      /bailed out: no memory/,
    );
  });

  test("may be indented by tabs, and be behind a prefix of blanks as a whole", () => {
    const tabs = kunit.replaceAll("    ", "\t");
    expect(read(tabs)).toEqual(read(kunit));
    expect(read(tabs.replaceAll("\n", "\n "))).toEqual(read(kunit));
    expect(
      read("KTAP version 1\n1..1\n\tKTAP version 1\n\t1..1\n\tnot ok 1 a\nok 1 s\n").tests,
    ).toEqual(["fail s/a"]);
  });

  test.each([
    ["not ok 1 a #TODO later", "skip a"],
    ["ok 1 a #SKIP no disk", "skip a"],
    ["ok 1 a#skip", "skip a"],
    ["not ok 1 a #xfail known", "pass a"],
    ["ok 1 test#1 of #2", "pass test#1 of #2"],
    ["ok 1 a # SKIP", "skip a"],
  ])("%s: %s", (line, expected) => {
    expect(read(`KTAP version 1\n1..1\n${line}\n`).tests).toEqual([expected]);
  });

  test("is not whole where a test names subtests and has none", () => {
    const log =
      "TAP version 14\n1..1\n  # Subtest: suite\n  1..1\n    # Subtest: case\n  ok 1 case\nok 1 suite\n";
    expect(read(log)).toEqual({
      tests: ["pass suite/case"],
      problems: ["suite: case: it has no subtest"],
    });
  });

  test("ends a line where a kernel's message begins on it", () => {
    const log =
      "[    1.0] KTAP version 1\n[    1.0] 1..1\n[    1.2] ok 1 b[    1.3] BUG: KASAN: x in y\n";
    expect(read(log)).toEqual({ tests: ["pass b"], problems: [] });
  });

  test("is none where nothing of it is there", () => {
    expect(read("[    0.0] Linux version 6.1\nlooks ok to me\n")).toEqual({
      tests: [],
      problems: [],
    });
  });

  test.each([" ", "# "])("of a line of '%s' costs no more than its length", (text) => {
    expect(growth((size) => read(text.repeat(size)), 2 ** 19)).toBeLessThan(linear);
  });
});
