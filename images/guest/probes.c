// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "command_line.h"
#include "probes.h"

const char *probe_asked(size_t index, char *name, size_t size)
{
	char names[1024];
	char *one, *save;

	if (!command_line_get("tb.probes", names, sizeof(names)))
		return NULL;
	for (one = strtok_r(names, "+", &save); one;
	     one = strtok_r(NULL, "+", &save)) {
		if (index--)
			continue;
		snprintf(name, size, "%s", one);
		return name;
	}
	return NULL;
}

bool probe_wanted(const char *name, bool in_every_boot)
{
	char asked[64];
	size_t i;

	for (i = 0; probe_asked(i, asked, sizeof(asked)); i++)
		if (!strcmp(asked, name))
			return true;
	return !i && in_every_boot;
}
