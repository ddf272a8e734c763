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
