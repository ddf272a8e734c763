// Kbuild's lists, as Makefiles of the kernel write them.

import { expect, test } from "vitest";
import { kbuildEntries, optionsOf } from "./kbuild.ts";

const makefile = `# SPDX-License-Identifier: GPL-2.0
obj-y			:= component.o core.o \\
			   driver.o
obj-$(CONFIG_SYS_HYPERVISOR) += hypervisor.o	# with a word on it
obj-$(CONFIG_XEN)	+= xen/
obj-$(subst m,y,$(CONFIG_HYPERV)) += hyperv/
lib-$(CONFIG_MEMFD)	+= lib.o
obj-$(CONFIG_KVM)	+= kvm.o
kvm-y			+= x86.o emulate.o
kvm-$(CONFIG_KVM_XEN)	+= xen.o
kvm-objs		:= old.o
CFLAGS_core.o		:= -I$(src)
ccflags-$(CONFIG_DEBUG_DRIVER) := -DDEBUG
`;
const entries = kbuildEntries(makefile);

test.each([
  ["core.o", []],
  ["driver.o", []],
  ["hypervisor.o", ["CONFIG_SYS_HYPERVISOR"]],
  ["xen/", ["CONFIG_XEN"]],
  ["hyperv/", ["CONFIG_HYPERV"]],
  ["lib.o", ["CONFIG_MEMFD"]],
  ["emulate.o", ["CONFIG_KVM"]],
  ["xen.o", ["CONFIG_KVM_XEN", "CONFIG_KVM"]],
  ["old.o", ["CONFIG_KVM"]],
  ["none.o", undefined],
  ["-I$(src)", undefined],
])("%s hangs on %j", (item, options) => {
  expect(optionsOf(entries, item)).toEqual(options);
});
