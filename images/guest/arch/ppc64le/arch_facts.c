// SPDX-License-Identifier: GPL-2.0
#include "arch_facts.h"
#include "cpu_features.h"
#include "device_tree.h"

void arch_facts_report(struct record_stream *stream)
{
	device_tree_report(stream);
	/* What the hypervisor offers by hcall, as PAPR names it. */
	device_tree_fact(stream, "dt.hypertas",
			 "rtas/ibm,hypertas-functions");
	device_tree_fact(stream, "dt.opal", "ibm,opal/compatible");
	cpu_features_report(stream);
	cpu_info_fact(stream, "cpu.platform", "platform");
	cpu_info_fact(stream, "cpu.machine", "machine");
	cpu_info_fact(stream, "cpu.firmware", "firmware");
	cpu_info_fact(stream, "cpu.mmu", "MMU");
}
