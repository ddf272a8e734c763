// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "build_id.h"
#include "clock.h"
#include "cpuid.h"
#include "facts.h"
#include "kernel_log.h"
#include "sys_hypervisor.h"
#include "text_file.h"

#define CLOCKSOURCE	"/sys/devices/system/clocksource/clocksource0/"
#define CLOCKEVENT	"/sys/devices/system/clockevents/clockevent0/"
#define CPUS		"/sys/devices/system/cpu/"

static void report_number(struct record_stream *stream, const char *name,
			  unsigned long long value)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", value);
	record_fact(stream, name, text);
}

static void report_file(struct record_stream *stream, const char *name,
			const char *path)
{
	char text[4096];

	if (read_text(path, text, sizeof(text)) >= 0)
		record_fact(stream, name, text);
}

static void report_kernel(struct record_stream *stream)
{
	struct utsname uts;
	char hex[256];

	if (!uname(&uts)) {
		record_fact(stream, "kernel.release", uts.release);
		record_fact(stream, "kernel.version", uts.version);
		record_fact(stream, "kernel.machine", uts.machine);
	}
	if (build_id_get(hex, sizeof(hex)))
		record_fact(stream, "kernel.buildId", hex);
	report_file(stream, "kernel.cmdline", "/proc/cmdline");
	report_file(stream, "kernel.tainted", "/proc/sys/kernel/tainted");
	/* The image's own header by a boot loader, a made-up one by PVH. */
	report_file(stream, "boot.protocol", "/sys/kernel/boot_params/version");
}

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

static void report_cpuid(struct record_stream *stream)
{
	struct cpuid_hypervisor leaf;
	char text[16];
	bool bit;

	if (cpuid_hypervisor_bit(&bit))
		report_number(stream, "cpuid.hypervisorBit", bit);
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

/* Of the first CPU: "vendor_id : GenuineIntel". */
static void report_vendor(struct record_stream *stream)
{
	FILE *cpuinfo = fopen("/proc/cpuinfo", "re");
	char line[4096];
	char vendor[64];

	if (!cpuinfo)
		return;
	while (fgets(line, sizeof(line), cpuinfo)) {
		if (sscanf(line, "vendor_id : %63[^\n]", vendor) != 1)
			continue;
		record_fact(stream, "cpu.vendor", vendor);
		break;
	}
	fclose(cpuinfo);
}

static void report_log(struct record_stream *stream)
{
	struct kernel_log log;

	kernel_log_read(&log);
	if (log.hypervisor[0])
		record_fact(stream, "log.hypervisor", log.hypervisor);
	if (log.paravirt[0])
		record_fact(stream, "log.paravirt", log.paravirt);
}

static void report_memory(struct record_stream *stream)
{
	char text[4096];
	unsigned long kb;
	char *line;

	if (read_text("/proc/meminfo", text, sizeof(text)) < 0)
		return;
	line = strstr(text, "MemTotal:");
	if (line && sscanf(line, "MemTotal: %lu kB", &kb) == 1)
		report_number(stream, "memory.totalKb", kb);
}

/* A list as the kernel writes it, "0-3,5", reported as how many it holds. */
static void report_cpu_count(struct record_stream *stream, const char *name,
			     const char *path)
{
	unsigned long first, last, count = 0;
	char text[4096];
	char *at = text;

	if (read_text(path, text, sizeof(text)) <= 0)
		return;
	while (*at) {
		first = strtoul(at, &at, 10);
		last = *at == '-' ? strtoul(at + 1, &at, 10) : first;
		count += last - first + 1;
		if (*at && *at++ != ',')
			return;
	}
	report_number(stream, name, count);
}

void facts_clock(struct record_stream *stream, const char *name)
{
	report_number(stream, name, boottime_ns());
}

void facts_report(struct record_stream *stream)
{
	report_kernel(stream);
	report_vendor(stream);
	report_cpuid(stream);
	report_log(stream);
	sys_hypervisor_report(stream);
	report_memory(stream);
	report_cpu_count(stream, "cpus.online", CPUS "online");
	report_cpu_count(stream, "cpus.possible", CPUS "possible");
}

void facts_taint(struct record_stream *stream)
{
	report_file(stream, "kernel.taintedAtEnd", "/proc/sys/kernel/tainted");
}

/* The resolution is 1 ns where timers are high-resolution ones, or a tick. */
void facts_report_late(struct record_stream *stream)
{
	struct timespec resolution;

	report_file(stream, "clocksource.current",
		    CLOCKSOURCE "current_clocksource");
	report_file(stream, "clocksource.available",
		    CLOCKSOURCE "available_clocksource");
	if (!clock_getres(CLOCK_MONOTONIC, &resolution))
		report_number(stream, "clock.resolutionNs",
			      resolution.tv_sec * NSEC_PER_SEC +
			      resolution.tv_nsec);
	report_file(stream, "clockevent.current", CLOCKEVENT "current_device");
}
