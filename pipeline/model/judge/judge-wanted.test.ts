import { describe, expect, it } from "vitest";
import type { ConsoleFault } from "./console-fault.ts";
import type { Expected } from "../described/expected.ts";
import type { GuestRecord } from "../boot/guest-record.ts";
import { type Judgement, judge } from "./judge.ts";
import type { Witness } from "./witness.ts";

const evidence = { console: [], absent: [], host: [], events: [], facts: {} };
const expected: Expected = {
  evidence,
  facts: {},
  kunit: [],
  hypervisorSpeaks: false,
  known: [],
};
const nonce = "00112233445566aa";
const panic = "Kernel panic - not syncing: sysrq triggered crash";

function test(name: string, result: "pass" | "fail"): GuestRecord {
  return { record: "test", name, result, detail: "exit code 1" };
}

function fault(kind: ConsoleFault["kind"], line: number, text: string): ConsoleFault {
  return { kind, form: kind, line, text };
}

/** A guest that said all it had to say; its console has just these faults. */
function guest(tests: readonly GuestRecord[], faults: readonly ConsoleFault[] = []): Witness {
  const bodies: GuestRecord[] = [
    { record: "start", protocol: 1 },
    ...tests,
    { record: "end", facts: 0, tests: tests.length },
  ];
  const records = bodies.map((body, seq) => ({ line: seq + 1, nonce, seq, body }));
  const lines = faults.map(({ text }) => text);
  return {
    nonce,
    console: { name: "console.log", lines, segments: [], faults },
    records: { records, damaged: [] },
    loadLines: new Set(),
  };
}

function judged(seen: Witness, more: Partial<Expected>, events: string[] = []): Judgement {
  const ended = { how: "exited", because: "power-off" } as const;
  return judge({ guest: seen, ended, events }, { ...expected, ...more });
}

describe("a test that fails", () => {
  const seen = guest([
    test("files", "pass"),
    test("selftest.x86.iopl", "fail"),
    test("selftest.x86.fsgsbase", "fail"),
  ]);

  it("does not count where it fails on the baseline too, and is named", () => {
    const excused = { by: "bare", tests: ["selftest.x86.iopl"] };
    const { finding } = judged(seen, { excused });
    expect(finding?.summary).toBe("1 of 3 tests failed: selftest.x86.fsgsbase");
    expect(finding?.detail).toContain("selftest.x86.iopl: fails on bare too");
  });

  it("leaves a pass where nothing else fails, and only there", () => {
    const all = ["selftest.x86.iopl", "selftest.x86.fsgsbase"];
    expect(judged(seen, { excused: { by: "bare", tests: all } }).verdict).toBe("pass");
    expect(judged(seen, { excused: { by: "bare", tests: [] } }).verdict).toBe("fail");
  });

  it("does not excuse a guest of which no test passed", () => {
    const nothing = guest([test("selftest.x86.iopl", "fail")]);
    const excused = { by: "bare", tests: ["selftest.x86.iopl"] };
    expect(judged(nothing, { excused }).finding?.reason).toBe("missing-proof");
  });
});

describe("a panic that the platform asks for", () => {
  const asked = { evidence: { ...evidence, panic } };
  const own = fault("panic", 1, panic);
  const again = fault("reset", 2, "Linux version 7.2");
  const passing = [test("files", "pass")];

  it("is no fault, nor is the start after it", () => {
    expect(judged(guest(passing, [own, again]), asked).verdict).toBe("pass");
  });

  it("excuses no other panic, no second one, and no start before it", () => {
    const other = fault("panic", 3, "Kernel panic - not syncing: Fatal exception");
    const early = fault("reset", 0, "Linux version 7.2");
    expect(judged(guest(passing, [own, again, other]), asked).finding?.reason).toBe("panic");
    expect(judged(guest(passing, [own, { ...own, line: 4 }]), asked).finding?.reason).toBe("panic");
    expect(judged(guest(passing, [own, early]), asked).finding?.reason).toBe("reset");
  });

  it("must be there", () => {
    expect(judged(guest(passing), asked).finding?.reason).toBe("wrong-platform");
  });

  it("is a panic like any other where nobody asked", () => {
    expect(judged(guest(passing, [own]), {}).finding?.reason).toBe("panic");
  });
});

describe("an event that QEMU must tell of", () => {
  it("fails the boot when it never came", () => {
    const wanted = { evidence: { ...evidence, events: ["GUEST_PANICKED"] } };
    const seen = guest([test("files", "pass")]);
    expect(judged(seen, wanted, ["SHUTDOWN"]).finding?.summary).toBe(
      "QEMU never told of GUEST_PANICKED; it told of SHUTDOWN",
    );
    expect(judged(seen, wanted, ["GUEST_PANICKED", "SHUTDOWN"]).verdict).toBe("pass");
  });
});

describe("what the host's console must say", () => {
  it("fails the guest when it is not there", () => {
    const wanted = { evidence: { ...evidence, host: ["avc:  denied"] } };
    const { finding } = judged(guest([test("files", "pass")]), wanted);
    expect(finding?.reason).toBe("missing-proof");
    expect(finding?.fault).toBe("hypervisor");
  });
});
