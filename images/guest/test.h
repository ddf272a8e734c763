/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_TEST_H
#define TB_TEST_H

#include "record.h"

enum outcome {
	OUTCOME_PASS,
	OUTCOME_FAIL,
	OUTCOME_SKIP,
};

struct verdict {
	enum outcome outcome;
	char detail[512];
};

/*
 * A test runs in a child of its own, which is killed when it takes longer than
 * this many seconds. The limits are wide: an emulated guest on a busy machine
 * is some hundred times slower than metal.
 */
struct test {
	const char *name;
	unsigned int seconds;
	void (*run)(struct verdict *verdict);
};

void verdict_pass(struct verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void verdict_fail(struct verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A failure in which nothing went wrong but that something did not come in time. */
void verdict_late(struct verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void verdict_skip(struct verdict *verdict, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void test_run(struct record_stream *stream, const struct test *test);

#endif
