// Which new headers could be read in another's place.
// @module-tag process

import { beforeAll, expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { GitRig } from "../../test/git-rig.ts";
import { addsShadowingHeader } from "./shadowing-headers.ts";

const files = {
  "include/linux/init.h": "1",
  "include/asm-generic/bug.h": "2",
  "drivers/base/base.h": "3",
  "drivers/base/core.c": "4",
};
let rig: GitRig;
let head: SourceTree;
beforeAll(async () => {
  rig = await GitRig.make();
  head = await rig.commit(files);
});

test.concurrent.each([
  ["by the same words", "arch/x86/include/linux/init.h", true],
  ["for a generic one", "arch/x86/include/asm/bug.h", true],
  ["by the same bare name", "drivers/xen/base.h", true],
  ["of another folder for includes", "include/xen/init.h", false],
  ["of a new name", "include/linux/new.h", false],
  ["that is none", "drivers/base/init.c", false],
])("a file %s", async (_, path, shadows) => {
  const source = await rig.commit({ ...files, [path]: "new" });
  expect(await addsShadowingHeader(rig.git, { source, head })).toBe(shadows);
});

test.concurrent("a header that is changed is no new one", async () => {
  const source = await rig.commit({ ...files, "include/linux/init.h": "changed" });
  expect(await addsShadowingHeader(rig.git, { source, head })).toBe(false);
});
