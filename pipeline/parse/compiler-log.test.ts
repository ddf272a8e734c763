// What of a build's output says why it stopped.

import { expect, test } from "vitest";
import { errorsIn } from "./compiler-log.ts";

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
