// SPDX-License-Identifier: GPL-2.0
#include "arch_facts.h"
#include "cpu_features.h"
#include "device_tree.h"

void arch_facts_report(struct record_stream *stream)
{
	device_tree_report(stream);
	cpu_features_report(stream);
	cpu_info_fact(stream, "cpu.isa", "isa");
	cpu_info_fact(stream, "cpu.mmu", "mmu");
}
