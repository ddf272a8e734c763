// A small tree as kbuild lays it out, and what a configuration makes of it.
// @module-tag process

import { expect, test } from "vitest";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { GitRig } from "../../test/git-rig.ts";
import { knownObjects } from "./known-objects.ts";

const rig = await GitRig.make();
const head = await rig.commit({
  Kbuild: "obj-y += init/ arch/$(SRCARCH)/\nobj-$(CONFIG_NET) += net/\n",
  "init/Makefile":
    "obj-y := main.o\nmounts-y := do_mounts.o\nmounts-$(CONFIG_RAM) += ram.o\nobj-y += mounts.o\n",
  "net/Kbuild": "obj-y += socket.o core/\n",
  "net/Makefile": "obj-y += never-read.o\n",
  "net/core/Makefile": "obj-y += sock.o\nobj-$(CONFIG_MODULE) += module.o\n",
  "arch/x86/Kbuild": "obj-y += kernel/\n",
  "arch/x86/kernel/Makefile": "obj-y += head.o\n",
  "arch/x86/Makefile": "libs-y += arch/x86/lib/\nKBUILD_CFLAGS-y += -m64\n",
  "arch/x86/lib/Makefile": "lib-y := delay.o\n",
});
const db = ObjectDatabase.of(rig.git.dir);

test.each([
  ["the objects that nothing must be on for", "", 4],
  ["a part of a composite object", "CONFIG_RAM=y\n", 5],
  ["a folder and what is in it", "CONFIG_NET=y\n", 6],
  ["nothing of what is off", "# CONFIG_NET is not set\n", 4],
])("%s", async (_, config, count) => {
  for (const arch of ["x86_64", "i386"])
    expect(await knownObjects(db, head, { config, arch })).toBe(count);
});
