// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ktap.h"

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* The directive stands anywhere behind the number: "ok 3 # SKIP no clock". */
static bool has_directive(const char *line, const char *end, const char *name)
{
	const char *at = strstr(line, name);

	return at && at < end;
}

static void count_line(const char *line, const char *end, struct ktap *ktap)
{
	bool ok = starts_with(line, "ok ");

	if (starts_with(line, "1.."))
		ktap->planned = strtoul(line + 3, NULL, 10);
	else if (!ok && !starts_with(line, "not ok "))
		return;
	else if (has_directive(line, end, "# SKIP"))
		ktap->skipped++;
	/* What is known to fail fails as expected. */
	else if (ok || has_directive(line, end, "# TODO") ||
		 has_directive(line, end, "# XFAIL"))
		ktap->passed++;
	else
		ktap->failed++;
}

void ktap_read(const char *text, struct ktap *ktap)
{
	const char *end;

	memset(ktap, 0, sizeof(*ktap));
	while (*text) {
		end = strchrnul(text, '\n');
		count_line(text, end, ktap);
		text = *end ? end + 1 : end;
	}
}
