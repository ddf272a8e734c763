import { describe, expect, it } from "vitest";
import type { GuestTest } from "../boot/guest-record.ts";
import type { Judgement } from "../judge/judge.ts";
import {
  type AskedPlatform,
  certifiedPlatform,
  type TriedPlatform,
  unfitFor,
} from "./certified-platform.ts";

const asked: AskedPlatform = {
  platform: "xen-pv-domu",
  realness: "real",
  under: "xen",
  mandatory: ["memory", "disk"],
  config: [{ option: "XEN_PV", is: ["y"], because: "it cannot start" }],
  whereApplicable: false,
  taint: [],
};

function test(name: string, result: GuestTest["result"], detail = ""): GuestTest {
  return { record: "test", name, result, detail };
}

function tried(judgement: Partial<Judgement>): TriedPlatform {
  return {
    how: "judged",
    judgement: {
      verdict: "pass",
      cleanEnd: true,
      facts: { "kernel.taintedAtEnd": "0" },
      tests: [test("memory", "pass"), test("disk", "pass"), test("balloon", "skip", "none here")],
      ...judgement,
    },
    boots: 1,
    console: { name: "console.log", digest: "0".repeat(64), bytes: 1 },
    accelerator: "tcg",
    bootSeconds: 4,
  };
}

describe("a platform is", () => {
  it("certified where every mandatory test passes, whatever is skipped beside", () => {
    expect(certifiedPlatform(asked, tried({}))).toMatchObject({
      word: "certified",
      reasons: [],
      optional: [{ name: "balloon", result: "skip" }],
    });
  });

  it("not certified where a mandatory test is skipped, with the reason and what would mend it", () => {
    const tests = [
      test("memory", "pass"),
      test("disk", "skip", "no disk named xvdp"),
      test("module.xen_blkfront", "skip", "the kernel has no such module"),
    ];
    const finding = { reason: "test-skipped", fault: "series", summary: "skipped" } as const;
    expect(certifiedPlatform(asked, tried({ verdict: "fail", finding, tests }))).toMatchObject({
      word: "not certified",
      fault: "kernel",
      reasons: [
        {
          what: "disk was skipped: no disk named xvdp",
          mend: expect.stringContaining("xen_blkfront (the kernel has no such module)"),
        },
      ],
    });
  });

  it("not certified where a mandatory test never came, whoever judged it a pass", () => {
    expect(certifiedPlatform(asked, tried({ tests: [test("memory", "pass")] }))).toMatchObject({
      word: "not certified",
      reasons: [{ what: "disk did not run" }],
    });
  });

  it.each([
    ["8192", "E (an unsigned module)"],
    ["1", "P (a proprietary module)"],
    ["1048576", "20 (a bit that this program does not know)"],
  ])("not certified where the kernel's taint is %s", (value, words) => {
    const facts = { "kernel.taintedAtEnd": value };
    expect(certifiedPlatform(asked, tried({ facts })).reasons[0]?.what).toBe(
      `the kernel is tainted: ${words}`,
    );
  });

  it("certified with a taint that the profile allows", () => {
    const facts = { "kernel.taintedAtEnd": "131072" };
    expect(certifiedPlatform({ ...asked, taint: ["T"] }, tried({ facts })).word).toBe("certified");
  });

  it("not certified where nobody said its taint", () => {
    expect(certifiedPlatform(asked, tried({ facts: {} })).word).toBe("not certified");
  });

  it("certified with exceptions where a known fault was seen, until its last day", () => {
    const allowed = [
      {
        by: "a-fault",
        reason: "it is known",
        link: "https://x.org",
        expires: "2027-01-02",
        text: "W",
      },
    ];
    expect(certifiedPlatform(asked, tried({ allowed }))).toMatchObject({
      word: "certified with exceptions",
      exceptions: [{ by: "a-fault", until: "2027-01-02" }],
    });
  });

  it("not certified where its host failed, which is nobody's fault but the machine's", () => {
    const why = "QEMU ended";
    expect(
      certifiedPlatform(asked, { how: "not-tried", why, fault: "infrastructure" }),
    ).toMatchObject({ word: "not certified", fault: "infrastructure", reasons: [{ what: why }] });
  });
});

describe("a kernel without an option that a platform needs", () => {
  const config = new Map([["CONFIG_XEN_PV", "n"]]);

  it("is not certified there, and what would mend it is said", () => {
    expect(unfitFor(asked, config)).toMatchObject({
      word: "not certified",
      reasons: [
        {
          what: "CONFIG_XEN_PV is not set: it cannot start",
          mend: "build the kernel with CONFIG_XEN_PV=y",
        },
      ],
    });
  });

  it("is none for a platform that is asked where it is applicable", () => {
    expect(unfitFor({ ...asked, whereApplicable: true }, config)?.word).toBe("not applicable");
  });

  it("is tried where it has it", () => {
    expect(unfitFor(asked, new Map([["CONFIG_XEN_PV", "y"]]))).toBeUndefined();
  });
});
