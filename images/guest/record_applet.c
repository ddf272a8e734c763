// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record.h"
#include "record_applet.h"

static int bad_usage(void)
{
	fputs("usage: record NONCE SEQ start\n"
	      "       record NONCE SEQ fact NAME VALUE\n"
	      "       record NONCE SEQ test NAME pass|fail|skip DETAIL\n"
	      "       record NONCE SEQ end FACTS TESTS\n", stderr);
	return 2;
}

static bool is_number(const char *text, unsigned int *value)
{
	char *end;

	*value = strtoul(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end;
}

static bool is_result(const char *text)
{
	return !strcmp(text, "pass") || !strcmp(text, "fail") ||
	       !strcmp(text, "skip");
}

int record_applet(int argc, char **argv)
{
	struct record_stream stream;
	const char *kind;

	if (argc < 4 || !record_is_nonce(argv[1]))
		return bad_usage();
	record_open(&stream, STDOUT_FILENO, argv[1]);
	if (!is_number(argv[2], &stream.seq))
		return bad_usage();

	kind = argv[3];
	if (!strcmp(kind, "start") && argc == 4)
		record_start(&stream);
	else if (!strcmp(kind, "fact") && argc == 6)
		record_fact(&stream, argv[4], argv[5]);
	else if (!strcmp(kind, "test") && argc == 7 && is_result(argv[5]))
		record_test(&stream, argv[4], argv[5], argv[6]);
	else if (!strcmp(kind, "end") && argc == 6 &&
		 is_number(argv[4], &stream.facts) &&
		 is_number(argv[5], &stream.tests))
		record_end(&stream);
	else
		return bad_usage();
	return 0;
}
