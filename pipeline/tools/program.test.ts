// A kernel that is a program of this machine: it runs in the sandbox, and takes no more than it is given.
// @module-tag process

import { setTimeout } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { Offence } from "../model/errors.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { Program } from "./program.ts";
import { sandboxed } from "./sandbox.ts";

async function started(script: string) {
  const folders = [{ from: await temporaryFolder(), to: "/tmp/boot", writable: false }] as const;
  const line = sandboxed(["bash", "-c", script], { folders, env: {}, cwd: "/tmp/boot" });
  const chunks: Buffer[] = [];
  const program = new Program(line, (chunk) => chunks.push(chunk));
  return { program, console: () => Buffer.concat(chunks).toString() };
}

test("what it prints is its console, and how it ended is told", async () => {
  const { program, console } = await started("echo booted; echo panic >&2; exit 7");
  expect(await program.ended).toEqual({ exitCode: 7, signal: null });
  expect(console().split("\n").toSorted()).toEqual(["", "booted", "panic"]);
});

test("it writes nothing on the machine, not even beside its own image", async () => {
  const { program, console } = await started("echo evil >/tmp/boot/linux || echo refused");
  await program.ended;
  expect(console()).toContain("refused");
});

test("one that fills the machine with processes is ended, and that is its finding", async () => {
  const { program } = await started("perl -e '1 while defined fork; sleep 600'");
  await expect(program.ended).rejects.toThrow(Offence);
});

test("it is gone when it is killed", async () => {
  const { program, console } = await started("echo up; sleep 600");
  await vi.waitFor(() => expect(console()).toBe("up\n"), 60_000);
  program.kill();
  expect(await program.ended).toEqual({ exitCode: 137, signal: null });
});

// Two of 300 left a sandbox behind that nobody knew: bwrap made it while it was being ended.
test("it is gone when it is killed while its sandbox is being made", async () => {
  for (let round = 0; round < 40; round += 1) {
    const { program } = await started("sleep 600");
    await setTimeout(round % 20);
    program.kill();
    const { exitCode } = await program.ended;
    expect(exitCode).not.toBe(0);
  }
});
