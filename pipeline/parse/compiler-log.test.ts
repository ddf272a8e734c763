// What of a build's output says why it stopped.

import { describe, expect, test } from "vitest";
import { complaintsIn, errorsIn, missingProgram } from "./compiler-log.ts";

test("the compiler's, the linker's and make's errors are found among the rest", () => {
  const log = `  CC      drivers/base/hypervisor.o
drivers/base/hypervisor.c: In function 'show':
drivers/base/hypervisor.c:41:9: error: implicit declaration of function 'sysfs_emitt'
   41 |         return sysfs_emitt(buf, "x");
drivers/base/hypervisor.c:7:10: fatal error: linux/none.h: No such file or directory
drivers/base/hypervisor.c:50:1: warning: this error: is none
make[4]: *** [scripts/Makefile.build:229: drivers/base/hypervisor.o] Error 1
ld: vmlinux.o: in function 'f': x.c:(.text+0x1): undefined reference to 'g'
`;
  expect(errorsIn(log)).toEqual([
    "drivers/base/hypervisor.c:41:9: error: implicit declaration of function 'sysfs_emitt'",
    "drivers/base/hypervisor.c:7:10: fatal error: linux/none.h: No such file or directory",
    "make[4]: *** [scripts/Makefile.build:229: drivers/base/hypervisor.o] Error 1",
    "ld: vmlinux.o: in function 'f': x.c:(.text+0x1): undefined reference to 'g'",
  ]);
});

test("of a log that shows no error its end is what there is", () => {
  const log = Array.from({ length: 30 }, (_, at) => `line ${at}\n\n`).join("");
  expect(errorsIn(log)).toEqual(Array.from({ length: 10 }, (_, at) => `line ${at + 20}`));
});

test("the first ten are enough", () => {
  const log = Array.from({ length: 30 }, (_, at) => `a.c:${at}:1: error: x`).join("\n");
  expect(errorsIn(log)).toHaveLength(10);
  expect(errorsIn(log)[0]).toBe("a.c:0:1: error: x");
});

describe("complaints", () => {
  test.each([
    [
      "gcc",
      "/tmp/linux/drivers/x.c:41:9: warning: unused variable 'a' [-Wunused-variable]",
      "drivers/x.c",
      "unused variable 'a' [-Wunused-variable]",
    ],
    [
      "gcc below O=",
      "../linux/drivers/x.c:41:9: warning: no previous prototype for 'f'",
      "drivers/x.c",
      "no previous prototype for 'f'",
    ],
    [
      "sparse",
      "drivers/x.c:41:9: sparse: warning: symbol 'a' was not declared",
      "drivers/x.c",
      "sparse: warning: symbol 'a' was not declared",
    ],
    ["sparse, an error", "drivers/x.c:41:9: error: bad type", "drivers/x.c", "bad type"],
    [
      "coccinelle",
      "/tmp/linux/drivers/x.c:41:9-12: WARNING: NULL check before kfree",
      "drivers/x.c",
      "NULL check before kfree",
    ],
    [
      "smatch",
      "drivers/x.c:41 f() warn: inconsistent indenting",
      "drivers/x.c",
      "inconsistent indenting",
    ],
    [
      "kernel-doc",
      "Warning: drivers/x.c:41 function parameter 'a' not described in 'f'",
      "drivers/x.c",
      "function parameter 'a' not described in 'f'",
    ],
    [
      "kernel-doc of before",
      "drivers/x.c:41: warning: Function parameter or member 'a' not described in 'f'",
      "drivers/x.c",
      "Function parameter or member 'a' not described in 'f'",
    ],
  ])("of %s", (_, line, file, message) => {
    expect(complaintsIn(`  CC      drivers/x.o\n${line}\n`)).toMatchObject([{ file, message }]);
  });

  test("are a set: the same words in another line are the same complaint", () => {
    const log = "a.c:1:1: warning: x\na.c:9:1: warning: x\nb.c:1:1: warning: x\n";
    expect(complaintsIn(log).map(({ file }) => file)).toEqual(["a.c", "b.c"]);
  });

  test("are not what make and the compiler say beside them", () => {
    const log =
      "In file included from a.c:1:\na.c:1:1: note: declared here\na.c: In function 'f':\n   41 | warning: int a;\n";
    expect(complaintsIn(log)).toEqual([]);
  });
});

function told(shell: string): string {
  return `${shell}\nmake[2]: *** [/tmp/linux/Makefile:1530: headers_install] Error 127\n`;
}

test("a program that a makefile looked for in vain is named", () => {
  expect(missingProgram(told("/bin/sh: 1: rsync: not found"))).toBe("rsync");
  expect(missingProgram(told("bash: line 3: rsync: command not found"))).toBe("rsync");
  expect(missingProgram(told("make[2]: rsync: No such file or directory"))).toBe("rsync");
  expect(missingProgram("/bin/sh: 1: rsync: not found\n")).toBeUndefined();
  expect(missingProgram(told("f.c:1:2: error: x: not found"))).toBeUndefined();
});
