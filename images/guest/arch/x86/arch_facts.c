// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "arch_facts.h"
#include "cpuid.h"

/*
 * What a hypervisor offers its guests: for Hyper-V five leaves, for KVM one,
 * for Xen four; its third one tells the time, and so is another in every boot.
 */
#define HYPERVISOR_LEAF		0x40000000
#define LEAVES			10
#define XEN_TIME_LEAF		3

typedef bool (*read_leaf)(unsigned int leaf, char *text, size_t size);

static void report_leaves(struct record_stream *stream, const char *name,
			  const struct cpuid_hypervisor *first, read_leaf read)
{
	bool xen = !strcmp(first->signature, "XenVMMXenVMM");
	char text[CPUID_REGISTERS_SIZE];
	char full[64];
	unsigned int i;

	for (i = 1; i <= LEAVES && HYPERVISOR_LEAF + i <= first->max_leaf; i++) {
		if (xen && i == XEN_TIME_LEAF)
			continue;
		if (!read(HYPERVISOR_LEAF + i, text, sizeof(text)))
			return;
		snprintf(full, sizeof(full), "%s.%08x", name,
			 HYPERVISOR_LEAF + i);
		record_fact(stream, full, text);
	}
}

void arch_facts_report(struct record_stream *stream)
{
	struct cpuid_hypervisor leaf;
	char text[16];
	bool bit;

	if (cpuid_hypervisor_bit(&bit))
		record_fact(stream, "cpuid.hypervisorBit", bit ? "1" : "0");
	if (cpuid_hypervisor_leaf(&leaf)) {
		record_fact(stream, "cpuid.signature", leaf.signature);
		snprintf(text, sizeof(text), "0x%08x", leaf.max_leaf);
		record_fact(stream, "cpuid.maxLeaf", text);
		report_leaves(stream, "cpuid", &leaf,
			      cpuid_hypervisor_registers);
	}
	if (cpuid_xen_leaf(&leaf)) {
		record_fact(stream, "cpuid.xenSignature", leaf.signature);
		report_leaves(stream, "cpuid.xen", &leaf, cpuid_xen_registers);
	}
}
