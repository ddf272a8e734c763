// Which crashes are one problem: consoles of real boots, and the same crash as another boot would print it.

import { describe, expect, test } from "vitest";
import { settled } from "../model/judge/attempts.ts";
import type { Finding } from "../model/judge/finding.ts";
import { fingerprintOf } from "../model/judge/fingerprint.ts";
import { pass } from "../model/judge/outcome.ts";
import { cellVerdict } from "../model/judge/verdict.ts";
import { caseOf, judgementOf } from "./corpus-rig.ts";

function findingOf(name: string): Finding {
  const { finding } = judgementOf(caseOf(name));
  if (finding) return finding;
  throw new Error(`${name} has no finding`);
}

const printOf = (name: string): string => fingerprintOf(findingOf(name));

test.each([
  ["bare-q35-panic", "panic: sysrq triggered crash in sysrq_handle_crash"],
  ["fault-bug", "panic: kernel BUG at init/planted_fault.c! in do_bug"],
  [
    "fault-null-dereference",
    "panic: BUG: kernel NULL pointer dereference, address: ADDR in do_null",
  ],
  ["fault-warning", "oops: WARNING: init/planted_fault.c at do_warn"],
  ["made-warning", "oops: WARNING: CPU N at drivers/base/hypervisor.c hypervisor_register"],
  [
    "fault-lock-order",
    "oops: WARNING: possible circular locking dependency detected in do_lock_order",
  ],
  ["bare-q35-exit", "panic: Attempted to kill init! exitcode=0x00000300"],
  ["made-xen-panic", "hypervisor-crash: Panic on CPU N: FATAL PAGE FAULT"],
  ["made-xen-bug", "hypervisor-crash: Xen BUG at common/sched/core.c"],
  ["bare-q35-hang", "hang"],
])("%s is %s", (name, print) => {
  expect(printOf(name)).toBe(print);
});

describe("the same crash", () => {
  test.each([
    ["bare-q35-panic", "microvm-panic"],
    ["bare-q35-panic", "xen-pv-domu-panic"],
    ["fault-panic-early", "fault-panic-early-dom0"],
    ["fault-null-dereference", "fault-null-dereference-dom0"],
  ])("of %s and of %s is one problem", (one, other) => {
    expect(printOf(one)).toBe(printOf(other));
  });

  test("at other addresses, in another process, on another CPU, at another line is one problem", () => {
    const finding = findingOf("fault-oops-in-a-thread");
    const { line, detail = [] } = finding;
    if (!line) throw new Error("it has no line");
    const other = {
      ...finding,
      line: { ...line, text: moved(line.text) },
      detail: detail.map(moved),
    };
    expect(other.detail).not.toEqual(detail);
    expect(fingerprintOf(other)).toBe(fingerprintOf(finding));
  });

  test("in the series' kernel and in the unpatched one is the head's", () => {
    const { verdict } = cellVerdict(judged("bare-q35-panic"), { base: judged("microvm-panic") });
    expect(verdict).toBe("base-broken");
  });
});

describe("two panics", () => {
  test("that differ are two problems", () => {
    const names = ["bare-q35-panic", "fault-panic-early", "fault-out-of-memory", "bare-q35-exit"];
    expect(new Set(names.map(printOf)).size).toBe(names.length);
    expect(new Set(names.map((name) => findingOf(name).reason))).toEqual(new Set(["panic"]));
  });

  test("that differ, one of them the unpatched kernel's, prove nothing of the series", () => {
    const { verdict, finding } = cellVerdict(judged("bare-q35-panic"), {
      base: judged("fault-bug"),
    });
    expect([verdict, finding?.fault]).toEqual(["infra", "infrastructure"]);
  });

  test("that differ are not the same finding in every boot; the one seen most often decides", () => {
    const names = ["fault-bug", "bare-q35-panic", "xen-pv-dom0-panic"];
    const boots = names.map((name) => pass(judgementOf(caseOf(name))));
    expect(settled(boots)).toMatchObject({ always: false, speaks: 1 });
    expect(settled(boots.slice(1))).toMatchObject({ always: true });
  });
});

/** A line as another boot would print it. */
function moved(line: string): string {
  return line
    .replace(/^\[ *[\d.]+\]/, "[   99.123456]")
    .replaceAll("0000000000000000", "ffff888012345678")
    .replaceAll("oops_thread+0x2/0x10", "oops_thread.isra.0+0x4/0x30")
    .replace(/CPU: 0 UID: 0 PID: 28/, "CPU: 1 UID: 0 PID: 4711");
}

function judged(name: string) {
  return { outcome: pass(judgementOf(caseOf(name))) };
}
