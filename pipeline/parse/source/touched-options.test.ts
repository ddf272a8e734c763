// Which Kconfig entries a patch changes.

import { expect, test } from "vitest";
import { real } from "../../test/posted-rig.ts";
import { parsePatch } from "../patch/patch.ts";
import { touchedOptions } from "./touched-options.ts";

test("of a real series: the one it extends, and the one it adds", () => {
  const files = real.patches.flatMap((patch) => patch.files);
  expect(touchedOptions(files)).toEqual([
    "CONFIG_HYPERVISOR_GUEST",
    "CONFIG_HYPERVISOR_SYSFS_KUNIT_TEST",
  ]);
});

test.each([
  [
    "git's header names the entry",
    "@@ -9,2 +9,3 @@ config XEN\n \tdepends on X86\n+\tselect FOO\n \thelp\n",
    ["CONFIG_XEN"],
  ],
  [
    "an entry that only stands beside",
    "@@ -9,3 +9,4 @@\n config A\n+config B\n+\tbool\n config C\n \tbool\n".replace("9,4", "9,5"),
    ["CONFIG_B"],
  ],
  ["what is only taken away", "@@ -9,2 +9,1 @@ config A\n-\tselect FOO\n \thelp\n", []],
])("%s", (_, hunk, options) => {
  const text = `diff --git a/drivers/xen/Kconfig b/drivers/xen/Kconfig\n--- a/drivers/xen/Kconfig\n+++ b/drivers/xen/Kconfig\n${hunk}`;
  expect(touchedOptions(parsePatch(text)?.files ?? [])).toEqual(options);
});

test("other files have no entries", () => {
  const text = "--- a/f.c\n+++ b/f.c\n@@ -1 +1,2 @@ config A\n x\n+y\n";
  expect(touchedOptions(parsePatch(text)?.files ?? [])).toEqual([]);
});
