// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "arch_facts.h"
#include "build_id.h"
#include "clock.h"
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
	arch_facts_report(stream);
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
