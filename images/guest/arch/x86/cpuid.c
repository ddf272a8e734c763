// SPDX-License-Identifier: GPL-2.0
#include <cpuid.h>
#include <ctype.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cpuid.h"

#define HYPERVISOR_LEAF		0x40000000
#define HYPERVISOR_BIT		(1u << 31)

/* The prefix that makes Xen emulate the instruction after it. */
#define XEN_EMULATE_PREFIX	"ud2a; .ascii \"xen\"; "

struct registers {
	unsigned int eax, ebx, ecx, edx;
};

static void on_sigill(int signo)
{
	_exit(signo);
}

/*
 * Processors without the leaf answer with zeros (AMD) or with the data of
 * their highest basic leaf (Intel): neither is a signature. KVM's is shorter
 * than twelve bytes and padded with NULs; old ones give 0 for the maximum.
 */
static bool decode(const struct registers *regs, bool bit,
		   struct cpuid_hypervisor *leaf)
{
	size_t len, i;

	memcpy(leaf->signature, &regs->ebx, 4);
	memcpy(leaf->signature + 4, &regs->ecx, 4);
	memcpy(leaf->signature + 8, &regs->edx, 4);
	leaf->signature[12] = '\0';
	leaf->max_leaf = regs->eax;

	len = strlen(leaf->signature);
	for (i = 0; i < len; i++)
		if (!isprint((unsigned char)leaf->signature[i]))
			return false;
	for (i = len; i < 12; i++)
		if (leaf->signature[i])
			return false;
	if (!len)
		return false;
	return bit || (regs->eax >> 16) == (HYPERVISOR_LEAF >> 16);
}

bool cpuid_hypervisor_bit(bool *set)
{
	struct registers regs;

	if (!__get_cpuid(1, &regs.eax, &regs.ebx, &regs.ecx, &regs.edx))
		return false;
	*set = regs.ecx & HYPERVISOR_BIT;
	return true;
}

bool cpuid_hypervisor_leaf(struct cpuid_hypervisor *leaf)
{
	struct registers regs;
	bool bit;

	if (!cpuid_hypervisor_bit(&bit))
		return false;
	__cpuid(HYPERVISOR_LEAF, regs.eax, regs.ebx, regs.ecx, regs.edx);
	return decode(&regs, bit, leaf);
}

static void xen_cpuid(unsigned int leaf, struct registers *regs)
{
	asm volatile(XEN_EMULATE_PREFIX "cpuid"
		     : "=a" (regs->eax), "=b" (regs->ebx),
		       "=c" (regs->ecx), "=d" (regs->edx)
		     : "0" (leaf), "2" (0));
}

static void xen_probe(unsigned int leaf, int fd)
{
	struct sigaction action = { .sa_handler = on_sigill };
	struct registers regs;

	sigaction(SIGILL, &action, NULL);
	xen_cpuid(leaf, &regs);
	if (write(fd, &regs, sizeof(regs)) != sizeof(regs))
		_exit(1);
	_exit(0);
}

/*
 * In a child: the kernel logs every trap of PID 1, caught or not, and a log
 * with a trap in it looks like trouble.
 */
static bool ask_xen(unsigned int leaf, struct registers *regs)
{
	bool answered;
	int fds[2];
	pid_t pid;

	if (pipe(fds) < 0)
		return false;
	pid = fork();
	if (!pid)
		xen_probe(leaf, fds[1]);
	close(fds[1]);
	answered = pid > 0 && read(fds[0], regs, sizeof(*regs)) == sizeof(*regs);
	close(fds[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return answered;
}

bool cpuid_xen_leaf(struct cpuid_hypervisor *leaf)
{
	struct registers regs;

	return ask_xen(HYPERVISOR_LEAF, &regs) && decode(&regs, true, leaf);
}

static bool print(const struct registers *regs, char *text, size_t size)
{
	snprintf(text, size, "%08x %08x %08x %08x", regs->eax, regs->ebx,
		 regs->ecx, regs->edx);
	return true;
}

bool cpuid_hypervisor_registers(unsigned int leaf, char *text, size_t size)
{
	struct registers regs;

	__cpuid(leaf, regs.eax, regs.ebx, regs.ecx, regs.edx);
	return print(&regs, text, size);
}

bool cpuid_xen_registers(unsigned int leaf, char *text, size_t size)
{
	struct registers regs;

	return ask_xen(leaf, &regs) && print(&regs, text, size);
}
