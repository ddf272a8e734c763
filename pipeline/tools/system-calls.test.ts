// What the sandbox's filter does where nobody looked up a machine's system calls.

import { expect, test } from "vitest";
import { syscallFilter } from "./syscall-filter.ts";
import { systemCallsOf } from "./system-calls.ts";

test("a machine whose system calls are not known is named, and runs no code of a tree", () => {
  expect(() => syscallFilter(systemCallsOf("mips64"))).toThrow(
    "the sandbox knows no system calls of mips64, so no code of a tree is run here",
  );
});

test("a machine's filter begins with its own architecture, in its own order of bytes", () => {
  expect(secondInstruction("aarch64")).toBe("15000100b70000c0");
  expect(secondInstruction("s390x")).toBe("0015010080000016");
});

function secondInstruction(machine: string): string {
  return syscallFilter(systemCallsOf(machine)).subarray(8, 16).toString("hex");
}
