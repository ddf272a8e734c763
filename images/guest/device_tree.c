// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "device_tree.h"
#include "text_file.h"

#define TREE		"/proc/device-tree/"

/* Each string of a list ends with a NUL. */
void device_tree_fact(struct record_stream *stream, const char *name,
		      const char *property)
{
	char path[256], value[2048];
	ssize_t len, i;

	snprintf(path, sizeof(path), TREE "%s", property);
	len = read_bytes(path, value, sizeof(value) - 1);
	if (len <= 0)
		return;
	for (i = 0; i < len; i++)
		if (!value[i])
			value[i] = ' ';
	while (len && value[len - 1] == ' ')
		len--;
	value[len] = '\0';
	record_fact(stream, name, value);
}

void device_tree_report(struct record_stream *stream)
{
	device_tree_fact(stream, "dt.model", "model");
	device_tree_fact(stream, "dt.compatible", "compatible");
	device_tree_fact(stream, "dt.hypervisor", "hypervisor/compatible");
	device_tree_fact(stream, "dt.psci", "psci/compatible");
}
