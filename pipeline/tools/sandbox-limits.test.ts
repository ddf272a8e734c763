// What a build takes of the machine: too much of anything ends it, and nothing else.
// @module-tag process

import { describe, expect, test } from "vitest";
import { commandLines, hostileMake, offence, printed } from "../test/hostile-make.ts";

/** Each runs into a limit of seconds, of memory or of the disk. */
describe.concurrent("what it takes", { tags: ["vm"] }, () => {
  test("a make that sleeps for ever is ended, with everything in it", async () => {
    const mark = `3${process.pid}${Date.now() % 1e6}`;
    const { make } = await hostileMake(`sleep ${mark}`);
    expect(await offence(make({ minutes: 0.005 }))).toBe(
      "make was ended: it ran for more than 0.005 minutes",
    );
    expect((await commandLines()).filter((line) => line.includes(mark))).toEqual([]);
  });

  test("so is one that stops the sandbox's first process, where it can", async () => {
    const { make } = await hostileMake("perl -e 'syscall(101, 16, 1, 0, 0); sleep 600'");
    expect(await offence(make({ minutes: 0.005 }))).toContain("ran for more than");
  });

  test("a make that the machine lets start no process is the machine's, not the tree's", async () => {
    for (const command of ["sh -c '/bin/true & wait'", "make -f file all", "gcc -E -x c file"]) {
      const { make } = await hostileMake("echo 'all: ; ls' >file", `prlimit --nproc=1 ${command}`);
      await expect(make()).rejects.toMatchObject({
        name: "InfraError",
        message: "make could not start more processes on this machine",
      });
    }
  });

  test("memory beyond its limit ends it", async () => {
    const { make } = await hostileMake(`perl -e '$x = "x" x 2**28; sleep 600'`);
    expect(await offence(make({ memoryBytes: 2 ** 26 }))).toBe(
      "make was ended: it took more than 64 MiB of memory",
    );
  });

  test("so do objects that fill the disk", async () => {
    const { make } = await hostileMake("head -c 64M /dev/zero >big", "sleep 600");
    expect(await offence(make({ diskBytes: 2 ** 23 }))).toBe(
      "make was ended: it left more than 8 MiB in its folder",
    );
  });

  test("output without end ends it", async () => {
    const { make } = await hostileMake("yes");
    expect(await offence(make({ outputBytes: 2 ** 23 }))).toBe(
      "make was ended: it printed more than 8 MiB",
    );
  });

  test("of 48 MB of output the first and the last part is kept, and it is said what is not", async () => {
    const { make } = await hostileMake("echo first", "yes | head -c 48M", "echo; echo last");
    const { log, dropped } = await make();
    expect(log.startsWith("first\n")).toBe(true);
    expect(log.endsWith("\nlast\n")).toBe(true);
    expect(log).toContain(`[twinboot: ${dropped} bytes were printed here and are not kept]`);
    expect(log.length).toBeLessThan(36 * 2 ** 20);
    expect(dropped).toBeGreaterThan(14 * 2 ** 20);
  });

  test("its temporary files are bounded too", async () => {
    const words = await printed("df --output=size -B1 /tmp /dev/shm | tail -2");
    for (const size of words.trim().split("\n")) expect(Number(size)).toBeLessThanOrEqual(2 ** 32);
  });
});

// By itself: what it takes of the CPUs until it is ended, others would wait for.
test("a fork bomb is ended before the machine is full of it, and the next make finds nothing of it", async () => {
  const { make: bomb } = await hostileMake("perl -e '1 while defined fork; sleep 600'");
  expect(await offence(bomb())).toMatch(/^make was ended: it had more than \d+ processes$/);
  const { make } = await hostileMake("/bin/true & /bin/true & wait", "echo end");
  expect(await make()).toMatchObject({ exitCode: 0, stdout: "end\n" });
}, 60_000);
