// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kunit.h"

#define SUITES		"/sys/kernel/debug/kunit"
/* Cases stand one level below their suite; parameters of a case, two. */
#define CASE_INDENT	4

struct suite_counts {
	unsigned int planned;
	unsigned int passed;
	unsigned int failed;
	unsigned int skipped;
	/* Why the first of them was skipped; the others may have other reasons. */
	char skip_reason[96];
	bool reasons_differ;
	/* "not ok" at any depth, and the suite's own last line. */
	bool any_not_ok;
	bool suite_ok;
};

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static void count_skip(const char *reason, struct suite_counts *counts)
{
	if (*reason == ' ')
		reason++;
	if (!counts->skipped++)
		snprintf(counts->skip_reason, sizeof(counts->skip_reason),
			 "%.*s", (int)strcspn(reason, "\n"), reason);
	else if (strlen(counts->skip_reason) != strcspn(reason, "\n") ||
		 !starts_with(reason, counts->skip_reason))
		counts->reasons_differ = true;
}

static void count_case(const char *text, struct suite_counts *counts)
{
	const char *skip = strstr(text, " # SKIP");

	if (starts_with(text, "not ok "))
		counts->failed++;
	else if (starts_with(text, "ok ") && skip)
		count_skip(skip + strlen(" # SKIP"), counts);
	else if (starts_with(text, "ok "))
		counts->passed++;
	else if (starts_with(text, "1.."))
		counts->planned = strtoul(text + 3, NULL, 10);
}

static void count_line(const char *line, struct suite_counts *counts)
{
	size_t indent = strspn(line, " ");
	const char *text = line + indent;

	if (starts_with(text, "not ok "))
		counts->any_not_ok = true;
	if (indent == CASE_INDENT)
		count_case(text, counts);
	else if (!indent && starts_with(text, "ok "))
		counts->suite_ok = true;
}

/* A suite that promised more cases than it has results for did not finish. */
static const char *judge(const struct suite_counts *counts)
{
	unsigned int done = counts->passed + counts->failed + counts->skipped;

	if (!counts->suite_ok || counts->any_not_ok || counts->failed)
		return "fail";
	if (!done || done != counts->planned)
		return "fail";
	return counts->passed ? "pass" : "skip";
}

static void report_suite(struct record_stream *stream, const char *suite)
{
	struct suite_counts counts = { 0 };
	char path[PATH_MAX];
	char name[NAME_MAX + 16];
	char detail[256];
	const char *reason;
	char *line = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(name, sizeof(name), "kunit.%s", suite);
	snprintf(path, sizeof(path), SUITES "/%s/results", suite);
	file = fopen(path, "re");
	if (!file) {
		record_test(stream, name, "fail", "its results cannot be read");
		return;
	}
	while (getline(&line, &size, file) > 0)
		count_line(line, &counts);
	free(line);
	fclose(file);

	reason = counts.reasons_differ ? "several reasons" : counts.skip_reason;
	snprintf(detail, sizeof(detail), "%u passed, %u failed, %u skipped%s%s",
		 counts.passed, counts.failed, counts.skipped,
		 counts.skipped ? ": " : "", reason);
	record_test(stream, name, judge(&counts), detail);
}

static int is_suite(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

void kunit_report(struct record_stream *stream)
{
	struct dirent **entries;
	int count, i;

	count = scandir(SUITES, &entries, is_suite, alphasort);
	for (i = 0; i < count; i++) {
		report_suite(stream, entries[i]->d_name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}
