import { describe, expect, it } from "vitest";
import { consoleFacts } from "./console.ts";
import { stackFrames } from "./stack-frames.ts";

function framesOf(...lines: readonly string[]) {
  const text = lines.map((line) => `[    1.000000] ${line}\n`).join("");
  return stackFrames(consoleFacts("console.log", Buffer.from(text)).segments);
}

describe("where a kernel stood", () => {
  it("is where its CPU was, and what its calls return to", () => {
    const found = framesOf(
      "RIP: 0010:xlblk_init+0x9/0xf0",
      "Call Trace:",
      " <TASK>",
      " do_one_initcall+0x59/0x200",
    );
    expect(found).toEqual([
      { text: "xlblk_init+0x9/0xf0", name: "xlblk_init", offset: 9, size: 0xf0, exact: true },
      {
        text: "do_one_initcall+0x59/0x200",
        name: "do_one_initcall",
        offset: 0x59,
        size: 0x200,
        exact: false,
      },
    ]);
  });

  it("is told of a module with the module's name", () => {
    expect(framesOf(" xlblk_init+0x9/0xf0 [xen_blkfront]")).toMatchObject([
      { text: "xlblk_init+0x9/0xf0 [xen_blkfront]", module: "xen_blkfront" },
    ]);
  });

  it("is in the sentence of a warning, and on a 32-bit kernel", () => {
    expect(
      framesOf("WARNING: CPU: 0 PID: 1 at kernel/x.c:7 run+0x1/0x2", "EIP: halt+0xb/0x10").map(
        ({ text, exact }) => ({ text, exact }),
      ),
    ).toEqual([{ text: "halt+0xb/0x10", exact: true }]);
  });

  it.each([
    ["arm64", "pc : run+0x8/0x10 [tb]", "lr : call+0x24/0x40 [tb]", " main+0x158/0x170 (P)"],
    [
      "arm64, of old",
      "PC is at run+0x8/0x10 [tb]",
      "LR is at call+0x24/0x40 [tb]",
      "[<ffff000008081234>] main+0x158/0x170",
    ],
    [
      "powerpc",
      "NIP [c008000000331038] run+0x8/0x10 [tb]",
      "LR [c00800000033040c] call+0x24/0x40 [tb]",
      "[c000000004a2b960] [c0080000003306d4] main+0x158/0x170",
    ],
    [
      "riscv",
      "epc : run+0x8/0x10 [tb]",
      " ra : call+0x24/0x40 [tb]",
      "[<ffffffff802a18a6>] main+0x158/0x170",
    ],
    [
      "s390",
      "Krnl PSW : 0704c00180000000 000003ff7fd02abc (run+0x8/0x10 [tb])",
      " [<000003ff7fd02972>] call+0x24/0x40 [tb] ",
      " [<00000000004e7eac>] main+0x158/0x170 ",
    ],
  ])("is read from what %s prints", (_, ...lines) => {
    expect(framesOf(...lines).map(({ text, exact }) => [text, exact])).toEqual([
      ["run+0x8/0x10 [tb]", true],
      ["call+0x24/0x40 [tb]", false],
      ["main+0x158/0x170", false],
    ]);
  });

  it("has a module's name without the module's build-id", () => {
    expect(framesOf(" run+0x1/0x2 [tb 0123456789abcdef0123456789abcdef01234567]")).toMatchObject([
      { text: "run+0x1/0x2 [tb]", module: "tb" },
    ]);
  });

  it("is where a lockup was seen", () => {
    expect(
      framesOf("watchdog: CPU 0 self-detected hard LOCKUP @ run+0x18/0x28 [tb]"),
    ).toMatchObject([{ text: "run+0x18/0x28 [tb]", exact: true }]);
  });

  it("is no function that the address lies far behind", () => {
    expect(framesOf("pc : run+0x7ea8/0x1298 [tb]")).toEqual([]);
  });

  it("is not the function behind a call that never comes back, but one may stand at its first byte", () => {
    expect(
      framesOf(" behind+0x0/0x64 [tb]", "lr : behind+0x0/0x64", "pc : first+0x0/0x64"),
    ).toMatchObject([{ name: "first", exact: true }]);
  });

  it.each([
    "[c000000004a2b940] [c0000000001e0874] maybe+0x40/0x54 (unreliable)",
    "[c000000004a2b940] [c0000000001e0874] maybe+0x40/0x54 [tb] (unreliable)",
    "([<0000000000a1b04e>] maybe+0x9e/0xa8)",
  ])("is without what the kernel does not trust: %s", (line) => {
    expect(framesOf(line)).toEqual([]);
  });

  it("is told once, and without what the unwinder only guesses", () => {
    expect(framesOf(" ? maybe+0x1/0x2", " sure+0x1/0x2", " sure+0x1/0x2")).toHaveLength(1);
  });

  it("is nothing that a program of the guest says", () => {
    const text = "[    1.000000] Linux version 6.1\n run+0x1/0x2\n";
    expect(stackFrames(consoleFacts("console.log", Buffer.from(text)).segments)).toEqual([]);
  });

  it("is at most so much, whatever a console says", () => {
    const lines = Array.from({ length: 500 }, (_, at) => ` f${at}+0x1/0x2`);
    expect(framesOf(...lines)).toHaveLength(64);
  });
});
