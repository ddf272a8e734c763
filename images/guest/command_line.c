// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "command_line.h"
#include "text_file.h"

bool command_line_get(const char *name, char *value, size_t size)
{
	char line[4096];
	char *word, *save;
	size_t len = strlen(name);

	if (read_text("/proc/cmdline", line, sizeof(line)) < 0)
		return false;
	for (word = strtok_r(line, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		if (!strncmp(word, name, len) && word[len] == '=') {
			snprintf(value, size, "%s", word + len + 1);
			return true;
		}
	}
	return false;
}
