// New files in sysfs, as patches declare them.

import { describe, expect, test } from "vitest";
import { posted, real } from "../test/posted-rig.ts";
import { newAttributes, seeSysfsAbi } from "./sysfs-abi.ts";

const diff = (path: string, ...lines: string[]): string =>
  `--- a/${path}\n+++ b/${path}\n@@ -1,${lines.filter((one) => !one.startsWith("+")).length} +1,${lines.filter((one) => !one.startsWith("-")).length} @@\n${lines.join("\n")}\n`;

const names = (text: string): string[] =>
  newAttributes(posted([{ diff: text }])).map(({ name }) => name);

describe("new attributes", () => {
  test("of the checkout's own series are the signature: the type was there, and only moves", () => {
    expect(newAttributes(real)).toEqual([{ patch: "4/5", name: "signature" }]);
  });

  test.each([
    ["+static DEVICE_ATTR_RW(level);", ["level"]],
    ["+static DEVICE_ATTR(level, 0644, show, store);", ["level"]],
    ["+static BIN_ATTR_RO(blob, 12);", ["blob"]],
    ["+\t.attr = __ATTR(mode, 0444, show, NULL),", ["mode"]],
    ["+static struct kobj_attribute a = __ATTR_RO(mode);", ["mode"]],
    ["+#define FOO_ATTR(_name) __ATTR_RO(_name)", []],
    ["+static int level;", []],
  ])("%s", (line, expected) => {
    expect(names(diff("drivers/x.c", " int a;", line))).toEqual(expected);
  });

  test("that move within a series, or are of a test, are none", () => {
    expect(
      names(diff("drivers/x.c", "-static DEVICE_ATTR_RO(a);", "+static DEVICE_ATTR_RW(a);")),
    ).toEqual([]);
    expect(names(diff("drivers/test/x.c", " int a;", "+static DEVICE_ATTR_RO(a);"))).toEqual([]);
  });
});

describe("sysfs-abi", () => {
  const one = [{ patch: "1/2", name: "level" }];

  test("without new files the rule has nothing to say", () => {
    expect(seeSysfsAbi([], []).outcome).toBe("not-applicable");
  });

  test("a documented one passes, another fails by name", () => {
    expect(seeSysfsAbi(one, ["level"]).outcome).toBe("passed");
    expect(seeSysfsAbi(one, ["other"])).toMatchObject({
      outcome: "failed",
      words: "1/2: no What: line of Documentation/ABI ends in /level",
    });
  });
});
