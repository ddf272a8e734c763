/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the processor says about a hypervisor. Every function returns false
 * when it says nothing.
 */
#ifndef TB_CPUID_H
#define TB_CPUID_H

#include <stdbool.h>
#include <stddef.h>

#define CPUID_SIGNATURE_SIZE	13

struct cpuid_hypervisor {
	unsigned int max_leaf;
	char signature[CPUID_SIGNATURE_SIZE];
};

/* CPUID.1:ECX[31]. */
bool cpuid_hypervisor_bit(bool *set);

/* Leaf 0x40000000. TCG has it even with the bit above masked off. */
bool cpuid_hypervisor_leaf(struct cpuid_hypervisor *leaf);

/*
 * The same leaf by Xen's forced emulation, which a PV domain uses where the
 * plain instruction shows the hardware. Anything but Xen raises SIGILL.
 */
bool cpuid_xen_leaf(struct cpuid_hypervisor *leaf);

/* EAX to EDX of a hypervisor's leaf, as hex numbers with blanks between. */
#define CPUID_REGISTERS_SIZE	36
bool cpuid_hypervisor_registers(unsigned int leaf, char *text, size_t size);

/* The same by Xen's forced emulation. */
bool cpuid_xen_registers(unsigned int leaf, char *text, size_t size);

#endif
