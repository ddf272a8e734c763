// A real ELF file, made by the compiler and linker of this machine, against size(1) and nm(1).
// @module-tag process

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { elfSizes } from "./elf-sizes.ts";
import { functionAt, kernelSymbols } from "./kernel-symbols.ts";

const source = `
static char zeros[12345];
int numbers[100] = { 1 };
int first(void) { return zeros[numbers[0]]; }
int second(void) { return numbers[1]; }
asm(".section .initcalls,\\"aw\\"\\n"
    ".globl __initcall__b\\n__initcall__b: .long first - .\\n"
    ".globl __initcall__a\\n__initcall__a: .long second - .\\n"
    ".text");
int main(void) { return first(); }
`;

describe("an ELF file", () => {
  let path: string;
  let file: Buffer;
  beforeAll(async () => {
    const folder = await temporaryFolder();
    path = join(folder, "elf");
    writeFileSync(join(folder, "elf.c"), source);
    execFileSync("gcc", ["-O0", "-static", "-o", path, join(folder, "elf.c")]);
    file = readFileSync(path);
  });

  test("has the text, data and bss that size(1) says", () => {
    const [, line = ""] = execFileSync("size", [path], { encoding: "utf8" }).split("\n");
    const [text, data, bss] = line.trim().split(/\s+/).map(Number);
    expect(elfSizes(file)).toEqual({ text, data, bss });
  });

  test("has the functions that nm(1) says, and an address inside one is its", () => {
    const symbols = kernelSymbols(file);
    const said = execFileSync("nm", [path], { encoding: "utf8" });
    const address = BigInt(`0x${/^([0-9a-f]+) T second$/m.exec(said)?.[1]}`);
    expect(symbols.functions.find(({ name }) => name === "second")?.address).toBe(address);
    const inside = { ...symbols, functions: [{ address: 1n << 63n, name: "f" }] };
    expect(functionAt(inside, (1n << 63n) + 4n)).toBe("f");
    expect(functionAt(inside, 0x401000n)).toBe("[user]");
    expect(functionAt(inside, (1n << 63n) + (1n << 40n))).toBe("[other]");
  });

  test("has its initcalls in the order of their table, not of their names", () => {
    expect(kernelSymbols(file).initcalls.map(({ name }) => name)).toEqual(["first", "second"]);
  });

  test("that is none is refused", () => {
    expect(() => elfSizes(Buffer.alloc(64))).toThrow("not a little-endian ELF64 file");
  });
});
