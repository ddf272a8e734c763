// A machine that starts over, and what only looks like it: another domain's start, /proc/version, dmesg.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { consoleFacts } from "../parse/console/console.ts";
import { consoleFolder } from "./corpus-rig.ts";
import { record } from "./record-line.ts";
import { growth, linear } from "./growth.ts";

/** The lines at which something starts over. */
function resets(text: string): number[] {
  return consoleFacts("console.log", Buffer.from(text, "latin1"))
    .faults.filter(({ kind }) => kind === "reset")
    .map(({ line }) => line);
}

const good = readFileSync(join(consoleFolder, "bare-q35-good.log"), "latin1");
const lines = good.split("\n");
const init = lines.findIndex((line) => line.includes(" as init process"));
const tests = lines.findIndex((line) => line.includes('"record":"test"'));
const kernel = lines.filter((line) => line.startsWith("[ "));
const joined = (...parts: readonly (readonly string[])[]): string => parts.flat().join("\n");

const banner = "[    0.000000] Linux version 6.1.0 (tb@tb)";
const boot = [
  banner,
  "[    0.000000] Command line: quiet",
  "[    0.100000] smp: 1",
  "[    0.200000] Run /init as init process",
];

/** The first records of a guest. */
function said(value: string): string[] {
  return [
    record(0, { record: "start", protocol: 2 }),
    record(1, { record: "fact", name: "clock.begin", value }),
  ];
}

describe("a machine starts over", () => {
  test.each([
    ["within the kernel", init - 20],
    ["before its first record", init + 1],
    ["in the middle of its records", tests],
    ["after it went down", lines.length],
  ])("%s, though it says the same as before to the microsecond", (_, at) => {
    expect(resets(joined(lines.slice(0, at), lines))).toEqual([at + 1]);
  });

  test("behind its firmware's escape sequences", () => {
    const firmware = "\u001b[2J\u001b[01;01H\u001b[=3h\u001b[2J\u001b[01;01H";
    const start = [`${firmware}${banner}`, ...boot.slice(1)];
    expect(resets(joined(start, start, start))).toEqual([5, 9]);
  });

  test.each([
    ["SeaBIOS", "SeaBIOS (version 1.16.2-debian-1.16.2-1)"],
    ["GRUB", "Welcome to GRUB!"],
    ["UEFI's shell", "UEFI Interactive Shell v2.2"],
    ["OpenSBI", "OpenSBI v1.1"],
    [
      "SLOF",
      "SLOF\u001b[0m\u001b[?25l **********************************************************************",
    ],
    ["OPAL's skiboot", "[    0.018137473,5] OPAL v7.0 starting..."],
    ["U-Boot", "U-Boot 2023.01+dfsg-2 (Jan 04 2023 - 18:44:00 +0000)"],
  ])("in %s, before any kernel", (_, line) => {
    expect(resets(joined([line, "Loading ..."], [line, "Loading ..."]))).toEqual([3]);
    expect(resets(joined([line, "Loading ..."], boot))).toEqual([]);
  });

  test("in UEFI, which may try two entries of its own in one start", () => {
    const entry = 'BdsDxe: starting Boot0001 "UEFI Misc Device" from PciRoot(0x0)/Pci(0x2,0x0)';
    expect(resets(joined([entry, entry]))).toEqual([]);
    expect(resets(joined([entry, entry, entry]))).toEqual([3]);
  });

  test("in Xen", () => {
    const xen = ["(XEN) Xen version 4.17.5 (tb@tb)", "(XEN) Latest ChangeSet: 1"];
    expect(resets(joined(xen, xen))).toEqual([3]);
    expect(resets(joined(xen, boot, xen, boot))).toEqual([7, 9]);
  });

  test("with another kernel, without stamps, below what a kernel with them said", () => {
    expect(resets(joined(boot, ["Linux version 5.10.0", "Command line: quiet"]))).toEqual([5]);
  });

  test("on Arm, where the line with its version was lost", () => {
    const arm = ["[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x411fd070]"];
    expect(resets(joined(arm, boot, arm, boot))).toEqual([7]);
    expect(resets(joined(arm, boot, arm, boot.slice(1)))).toEqual([6]);
  });

  test("on a console that only the guest speaks on, where it says something else than before", () => {
    expect(resets(joined(said("1"), said("2")))).toEqual([3]);
    expect(resets(joined(said("1"), said("1")))).toEqual([]);
  });

  test("where the log begins in the middle of a boot", () => {
    expect(resets(joined(["[  500.720639] tb: gone"], boot))).toEqual([2]);
  });
});

describe("no start is", () => {
  const down = ["[    9.100000] reboot: Power down"];

  test("that of another domain", () => {
    const of = (mark: string): string[] => boot.map((line) => `${mark}${line}`);
    expect(resets(joined(of("(XEN) DOM1: "), of("(XEN) DOM2: "), of("(d3) "), boot))).toEqual([]);
    expect(resets(joined(of("(XEN) DOM1: "), of("(XEN) DOM1: ")))).toEqual([5]);
  });

  test("the first of a kernel whose firmware's clock has run for a while", () => {
    expect(
      resets(joined(["[   47.110551493,5] INIT: Starting kernel at 0x20000000"], boot)),
    ).toEqual([]);
  });

  test("/proc/version", () => {
    expect(resets(joined(boot, [banner.slice(15)], down))).toEqual([]);
  });

  test("dmesg, after which the clock goes on", () => {
    const longer = [...boot, "[    0.300000] tb: up"];
    expect(resets(joined(longer, ["# cat log"], longer, ["# reboot"], down))).toEqual([]);
    const guest = joined(lines.slice(0, tests), kernel.slice(0, -3), lines.slice(tests));
    expect(resets(guest)).toEqual([]);
  });

  test("dmesg at the end of a log, where a shell's line says so", () => {
    expect(resets(joined(boot, ["# dmesg"], boot))).toEqual([]);
    expect(resets(joined(boot, ["# ls"], boot))).toEqual([6]);
  });

  test("xl dmesg, after which dom0's clock goes on", () => {
    const xen = ["(XEN) Xen version 4.17.5 (tb@tb)", "(XEN) Latest ChangeSet: 1"];
    expect(resets(joined(xen, boot, xen, down))).toEqual([]);
  });
});

test("a console full of starts costs no more than its length", () => {
  expect(growth((size) => resets(`${banner}\n`.repeat(size)), 20_000)).toBeLessThan(linear);
  expect(resets(`${banner}\n`.repeat(20_000))).toHaveLength(49);
});
