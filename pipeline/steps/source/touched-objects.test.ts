// Touched files in a small tree: which objects they give, and what each hangs on up to the root.
// @module-tag process

import { expect, test } from "vitest";
import { step } from "../../model/work/step.ts";
import { GitRig } from "../../test/git-rig.ts";
import { outcomeOn } from "../../test/store-rig.ts";
import { constantStep } from "../constant-step.ts";
import { touchedObjects } from "./touched-objects.ts";

const rig = await GitRig.make();
const head = await rig.commit({
  Kbuild: "obj-y += drivers/\nobj-y += arch/$(SRCARCH)/\n",
  "drivers/Makefile": "obj-$(CONFIG_XEN) += xen/\nobj-y += base/\n",
  "drivers/xen/Makefile": "obj-y += events.o\nobj-$(CONFIG_XEN_SYS) += sys.o\n",
  "drivers/xen/events.c": "int a;\n",
  "drivers/xen/sys.c": "int a;\n",
  "drivers/xen/unnamed.c": "int a;\n",
  "drivers/base/Makefile": "obj-y += core.o\n",
  "drivers/base/Kbuild": "obj-$(CONFIG_BASE) += core.o\n",
  "drivers/base/core.c": "int a;\n",
  "arch/x86/Kbuild": "obj-y += boot/startup/\n",
  "arch/x86/boot/startup/Makefile": "obj-$(CONFIG_EARLY) += map.o\n",
  "arch/x86/boot/startup/map.S": "nop\n",
});

test.each([
  ["drivers/xen/events.c", [{ object: "drivers/xen/events.o", options: ["CONFIG_XEN"] }]],
  [
    "drivers/xen/sys.c",
    [{ object: "drivers/xen/sys.o", options: ["CONFIG_XEN", "CONFIG_XEN_SYS"] }],
  ],
  ["drivers/base/core.c", [{ object: "drivers/base/core.o", options: ["CONFIG_BASE"] }]],
  [
    "arch/x86/boot/startup/map.S",
    [{ object: "arch/x86/boot/startup/map.o", options: ["CONFIG_EARLY"] }],
  ],
  ["drivers/xen/unnamed.c", [{ object: "drivers/xen/unnamed.o", options: null }]],
  ["drivers/xen/not-there.c", []],
  ["drivers/xen/Makefile", []],
])("%s", async (file, objects) => {
  const made = step(touchedObjects, "x", { files: [file] }, { source: constantStep("head", head) });
  expect(await outcomeOn(rig.store, made)).toEqual({ status: "pass", value: objects });
});
