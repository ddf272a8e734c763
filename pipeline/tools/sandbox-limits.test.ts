// What a build takes of the machine: too much of anything ends it, and nothing else.

import { describe, expect, test } from "vitest";
import { commandLines, hostileMake, offence, printed } from "../test/hostile-make.ts";

describe.concurrent("what it takes", () => {
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

  // By night alone: what it forked counts for its user until the kernel has buried it, and the next build cannot fork.
  test("a fork bomb is ended before the machine is full of it", { tags: ["nightly"] }, async () => {
    const { make } = await hostileMake("perl -e '1 while defined fork; sleep 600'");
    expect(await offence(make())).toMatch(/^make was ended: it had more than \d+ processes$/);
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
