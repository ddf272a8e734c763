// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sys_hypervisor.h"
#include "text_file.h"

#define TOP		"/sys/hypervisor"
#define MAX_DEPTH	8

static int is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static bool is_text(const char *bytes, ssize_t len)
{
	ssize_t i;

	for (i = 0; i < len; i++)
		if (!isprint((unsigned char)bytes[i]) && bytes[i] != '\n' &&
		    bytes[i] != '\t')
			return false;
	return true;
}

/* The hypervisor's build-id, for one, is bare bytes: those become hex digits. */
static bool read_value(const char *path, char *value, size_t size)
{
	char bytes[256];
	ssize_t len, i;

	len = read_bytes(path, bytes, sizeof(bytes));
	if (len < 0)
		return false;
	if (is_text(bytes, len))
		return read_text(path, value, size) >= 0;
	for (i = 0; i < len; i++)
		snprintf(value + 2 * i, size - 2 * i, "%02x",
			 (unsigned char)bytes[i]);
	return true;
}

/* /sys/hypervisor/version/major is named sys.hypervisor.version.major */
static void report_file(struct record_stream *stream, const char *path)
{
	char value[4096];
	char name[PATH_MAX];
	char *at;

	if (!read_value(path, value, sizeof(value)))
		return;
	snprintf(name, sizeof(name), "%s", path + 1);
	for (at = name; *at; at++)
		if (*at == '/')
			*at = '.';
	record_fact(stream, name, value);
}

static void report_below(struct record_stream *stream, const char *dir,
			 int depth)
{
	struct dirent **entries;
	char path[PATH_MAX];
	struct stat st;
	int count, i, len;

	/* Directory order is the kernel's affair; ours must be the same twice. */
	count = scandir(dir, &entries, is_entry, alphasort);
	for (i = 0; i < count; i++) {
		len = snprintf(path, sizeof(path), "%s/%s", dir,
			       entries[i]->d_name);
		free(entries[i]);
		if (len >= (int)sizeof(path) || lstat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < MAX_DEPTH)
			report_below(stream, path, depth + 1);
		else if (S_ISREG(st.st_mode) && (st.st_mode & 0444))
			report_file(stream, path);
	}
	if (count >= 0)
		free(entries);
}

void sys_hypervisor_report(struct record_stream *stream)
{
	report_below(stream, TOP, 0);
}
