// Which changes of a series have it configured again.
// @module-tag process

import { expect, test } from "vitest";
import { GitRig } from "../../test/git-rig.ts";
import { contextOn } from "../../test/step-context.ts";
import { configurationFiles } from "./configuration-files.ts";

const files = {
  Makefile: "1",
  "drivers/xen/Kconfig": "2",
  "drivers/xen/balloon.c": "3",
  "scripts/kconfig/conf.c": "4",
  "localversion-rt": "5",
};
const rig = await GitRig.make();
const context = await contextOn(rig.store);
const head = await rig.commit(files);

async function decided(changes: Record<string, string>): Promise<unknown> {
  const source = await rig.commit({ ...files, ...changes });
  return configurationFiles.run(context, {}, { source, head });
}

test.concurrent.each([
  "drivers/xen/balloon.c",
  "drivers/xen/new.h",
  "arch/x86/xen/new.S",
  "Documentation/xen.rst",
])("a changed %s does not", async (path) => {
  expect(await decided({ [path]: "changed" })).toEqual(await decided({}));
});

test.concurrent.each([
  "Makefile",
  "drivers/xen/Kconfig",
  "scripts/kconfig/conf.c",
  "scripts/new.h",
  "localversion-rt",
  "arch/x86/configs/xen.config",
  "drivers/xen/asked.sh",
])("a changed %s does, and by its bytes", async (path) => {
  const [none, one, other] = [
    await decided({}),
    await decided({ [path]: "a" }),
    await decided({ [path]: "b" }),
  ];
  expect(one).not.toEqual(none);
  expect(one).not.toEqual(other);
});
