// What the corpus must hold. A kind without an entry is a failure that no judge was ever shown.

import { describe, expect, test } from "vitest";
import { caseOf, corpus } from "./corpus-rig.ts";

/** Each kind with entries that are of it. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "panic, early": ["fault-panic-early", "fault-panic-early-microvm", "fault-panic-early-dom0"],
  "panic, late": ["fault-panic-late", "bare-q35-panic", "microvm-panic", "xen-pv-dom0-panic"],
  "NULL dereference": ["fault-null-dereference", "fault-null-dereference-dom0"],
  BUG: ["fault-bug"],
  WARN: ["fault-warning"],
  "lockdep splat": ["fault-lock-order"],
  "RCU stall": ["fault-rcu-stall", "made-rcu-stall", "made-rcu-self-stall"],
  "soft lockup": ["fault-soft-lockup", "made-soft-lockup"],
  "hang with output": ["fault-hang-with-output"],
  "hang without output": ["fault-lockup", "bare-q35-silent", "xen-pv-dom0-hang"],
  "triple fault": ["fault-triple-fault"],
  "reboot loop": ["fault-reboot-loop", "bare-q35-reboot", "xen-pv-domu-reboot"],
  "out of memory": ["fault-out-of-memory"],
  "init missing": ["fault-init-is-no-program", "shared-dom0-early-panic"],
  "wrong root": ["fault-wrong-root"],
  "lost records": ["fault-record-lost", "bare-q35-lost"],
  "records cut by kernel output": ["made-panic-cuts-record", "made-printk-inside"],
  "CRC damage": ["bare-q35-corrupt", "xen-pv-dom0-corrupt"],
  "a guest that prints a fake success": ["fault-fake-success", "bare-q35-fakepass"],
  "a wrong build-id": ["kernel-of-another-build"],
  "wrong platform": ["bare-console-for-a-dom0", "fault-one-cpu-of-two"],
  "Xen crash": ["made-xen-panic", "made-domu-xen-panic"],
  "dom0 crash": ["shared-dom0-panic-during"],
  "domU crash with dom0 alive": ["xen-pv-domu-panic", "xen-pv-domu-exit"],
  "L1 death": ["fault-l1-crash"],
  "xenstored death": ["shared-xenstored-death-during"],
  "disk full on the host": ["fault-store-full", "fault-tmp-full"],
  "QEMU missing": ["fault-qemu-missing"],
  "QEMU killed": ["fault-qemu-killed"],
  "KVM refused": ["fault-kvm-refused"],
  "a hang in power-off after all records": ["fault-no-power-off", "bare-q35-nopoweroff"],
};

describe("the corpus", () => {
  test.each(Object.entries(kinds))("has %s", (_, names) => {
    for (const name of names) expect(caseOf(name).expect).not.toBe("");
  });

  test("has 120 entries and more, most of them recorded from real boots", () => {
    const recorded = corpus().filter(({ from }) => from === "recorded");
    expect(corpus().length).toBeGreaterThanOrEqual(120);
    expect(recorded.length).toBeGreaterThan(corpus().length / 2);
  });

  test("says of every console that was written by hand that it was", () => {
    for (const { name, console = name, from } of corpus())
      expect([name, from]).toEqual([name, console.startsWith("made-") ? "made" : "recorded"]);
  });

  test("passes what hangs after its last record, and says that it ended so", () => {
    expect(caseOf("fault-no-power-off").expect).toBe("pass; unclean end");
  });
});
