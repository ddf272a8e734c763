// Lines of a console in pieces: who says what, and where each begins.

import { describe, expect, test } from "vitest";
import { record } from "../../test/record-line.ts";
import { segmentsOf } from "./console-segments.ts";

/** `kernel: text`; a domain that Xen relays stands behind its speaker. */
function pieces(...lines: readonly string[]): string[] {
  return segmentsOf(lines).map(
    ({ speaker, domain, text }) => `${speaker}${domain && ` ${domain}`}: ${text}`,
  );
}

const stamped = "[    0.000000] Linux version 7.2.13";
const fact = record(0, { record: "fact", name: "a", value: "[    1.000000] WARNING: quoted" });

describe("a line of a console", () => {
  // prettier-ignore
  test.each<[string, string, string[]]>([
    ["a stamp", "[    1.234567]  a", ["kernel:  a"]],
    ["a level", "<4>[    1.234567] a", ["kernel: a"]],
    ["a caller", "[    1.234567][   T12] a", ["kernel: a"]],
    ["a stamp with its difference", "[    1.234567 <    0.000012>] a", ["kernel: a"]],
    ["Xen", "(XEN) a", ["hypervisor: a"]],
    ["Xen with a stamp of its own", "(XEN) [2026-11-29 06:36:00] a", ["hypervisor: a"]],
    ["a domain behind Xen", "(XEN) DOM1: [    1.234567] a", ["kernel DOM1: a"]],
    ["a domain of HVM", "(d12) [    1.234567] a", ["kernel d12: a"]],
    ["user text", "a [1] b", ["user: a [1] b"]],
    ["a kernel behind user text", "a ... [    1.234567] b", ["user: a ... ", "kernel: b"]],
    ["a kernel behind a kernel", "[    1.2] a[    1.3] b", ["kernel: a", "kernel: b"]],
    ["Xen behind a kernel", "[    1.2] a(XEN) b", ["kernel: a", "hypervisor: b"]],
    ["carriage returns", "10%\r20%\r[    1.2] a\r\r", ["user: 10%", "user: 20%", "kernel: a"]],
    ["a NUL", "a\u0000b", ["user: a", "user: b"]],
    ["firmware's escapes", "\u001b[2J\u001b[=3h\u001b[01;01H[    0.1] a", ["kernel: a"]],
    ["colours within a message", "\u001b[32m[    0.1] \u001b[0m\u001b[1mLinux\u001b[0m v", ["kernel: Linux v"]],
    ["a whole record", `x${fact}[    1.2] y`, ["user: x", `record: ${fact}`, "kernel: y"]],
    ["two records", `${fact}${fact}`, [`record: ${fact}`, `record: ${fact}`]],
    ["a whole record behind a broken one", `@tb 0011${fact}`, ["damaged: @tb 0011", `record: ${fact}`]],
    ["a kernel in a broken record", "@tb 0011[    1.2] a}", ["damaged: @tb 0011", "kernel: a}"]],
  ])("with %s", (_, line, expected) => {
    expect(pieces(stamped, line).slice(1)).toEqual(expected);
  });

  test("without a stamp is a user's only where the same kernel's lines have one", () => {
    expect(pieces("a")).toEqual(["unstamped: a"]);
    expect(pieces(stamped, "a", "(XEN) DOM1: a").slice(1)).toEqual([
      "user: a",
      "unstamped DOM1: a",
    ]);
  });

  test("without a stamp may be the kernel's where its command line switches them off", () => {
    const off = "[    0.000000] Kernel command line: quiet printk.time=0 panic=-1";
    expect(pieces(stamped, off, "a").at(-1)).toBe("unstamped: a");
  });
});
