// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "arch_facts.h"
#include "array_size.h"
#include "cpu_features.h"

/* What the Store System Information instruction says (arch/s390/kernel/sysinfo.c). */
static const struct {
	const char *key, *name;
} lines[] = {
	{ "Manufacturer:", "sysinfo.manufacturer" },
	{ "Type:", "sysinfo.type" },
	{ "LPAR Name:", "sysinfo.lpar" },
	{ "VM00 Name:", "sysinfo.vm.name" },
	{ "VM00 Control Program:", "sysinfo.vm.controlProgram" },
};

static void report_line(struct record_stream *stream, char *line)
{
	char *value;
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		if (strncmp(line, lines[i].key, strlen(lines[i].key)))
			continue;
		value = line + strlen(lines[i].key);
		value += strspn(value, " ");
		len = strcspn(value, "\n");
		while (len && value[len - 1] == ' ')
			len--;
		value[len] = '\0';
		record_fact(stream, lines[i].name, value);
	}
}

void arch_facts_report(struct record_stream *stream)
{
	FILE *sysinfo = fopen("/proc/sysinfo", "re");
	char line[256];

	while (sysinfo && fgets(line, sizeof(line), sysinfo))
		report_line(stream, line);
	if (sysinfo)
		fclose(sysinfo);
	cpu_features_report(stream);
}
