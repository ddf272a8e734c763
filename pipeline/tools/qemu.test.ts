// A real QEMU that must be held: here one whose guest prints for ever.
// @module-tag process

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Offence } from "../model/errors.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { closedMachine, VirtualMachine } from "./qemu.ts";
import { mustRun } from "./shell.ts";

/** A boot sector that writes one character to the first serial port again and again. */
const endless = `.code16
	mov $0x3f8, %dx
	mov $'x', %al
1:	outb %al, %dx
	jmp 1b
	.org 510
	.word 0xaa55
`;

test("a guest whose console has no end is ended, and that is its finding", async () => {
  const dir = await temporaryFolder();
  const [source, image] = [join(dir, "boot.S"), join(dir, "boot.img")];
  await writeFile(source, endless);
  // prettier-ignore
  await mustRun(["gcc", "-m32", "-nostdlib", "-static", "-Wl,--oformat=binary,-Ttext=0x7c00,--build-id=none",
    "-o", image, source]);
  // prettier-ignore
  const args = [...closedMachine, "-machine", "pc", "-accel", "tcg", "-m", "16", "-drive", `file=${image},if=floppy,format=raw`];
  const spec = { binary: "qemu-system-x86_64", args, consoles: ["com1"], mostBytes: 4096 };
  let kept = 0;
  const machine = await VirtualMachine.start(spec, (_, chunk) => {
    kept += chunk.length;
  });
  await expect(machine.ended).rejects.toThrow(Offence);
  expect(kept).toBeLessThanOrEqual(4096);
});
