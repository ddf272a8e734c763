import { describe, expect, it } from "vitest";
import { selftestList } from "./selftest-list.ts";

describe("the list of selftests", () => {
  it("names collections and programs; comments, limits and arguments are the guest's", () => {
    const text = "# x86\nx86 x86/iopl_64 30\n\ntimers timers/threadtest 60 -t 2\n";
    expect(selftestList(text, "list")).toEqual([
      { collection: "x86", program: "x86/iopl_64" },
      { collection: "timers", program: "timers/threadtest" },
    ]);
  });

  it.each(["x86 x86/iopl_64", "x86 ../../iopl 30", "x86 /bin/sh 30", "x86 x86/iopl_64 30 $(id)"])(
    "refuses what could lead elsewhere or has no limit: %s",
    (text) => expect(() => selftestList(text, "list")).toThrow(/list: line 1: ".*" is not a test/),
  );
});
