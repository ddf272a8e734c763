// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

#include "cpu_features.h"

static void report_mask(struct record_stream *stream, const char *name,
			unsigned long mask)
{
	char text[32];

	snprintf(text, sizeof(text), "0x%lx", mask);
	record_fact(stream, name, text);
}

void cpu_features_report(struct record_stream *stream)
{
	report_mask(stream, "cpu.hwcap", getauxval(AT_HWCAP));
	report_mask(stream, "cpu.hwcap2", getauxval(AT_HWCAP2));
}

/* "mmu\t\t: sv48", "platform\t: pSeries" */
static const char *value_of(char *line, const char *key)
{
	size_t len = strlen(key);
	char *value;

	if (strncmp(line, key, len) || !strchr(" \t:", line[len]))
		return NULL;
	value = strchr(line, ':');
	if (!value)
		return NULL;
	value += strspn(value, ": \t");
	value[strcspn(value, "\n")] = '\0';
	return value;
}

void cpu_info_fact(struct record_stream *stream, const char *name,
		   const char *key)
{
	FILE *cpuinfo = fopen("/proc/cpuinfo", "re");
	const char *value;
	char line[4096];

	if (!cpuinfo)
		return;
	while (fgets(line, sizeof(line), cpuinfo)) {
		value = value_of(line, key);
		if (!value)
			continue;
		record_fact(stream, name, value);
		break;
	}
	fclose(cpuinfo);
}
