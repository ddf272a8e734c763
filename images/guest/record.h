/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest protocol. Every statement is one line of its own:
 *
 *	@tb <nonce> <seq> <crc32> <json>
 *
 * nonce	16 hex digits, chosen for this boot (tb.nonce= on the command
 *		line), so that no earlier console can be passed off as this one
 * seq		decimal, from 0, without gaps
 * crc32	of "<nonce> <seq> <json>", as 8 lower-case hex digits
 *
 * The console is shared with the kernel, which may print into the middle of a
 * line. Such a line fails its CRC; it is damage that can be seen. A record
 * that may have been hit is sent again, with the same seq and the same bytes:
 * whoever reads takes the first intact one, and ignores its repetitions.
 */
#ifndef TB_RECORD_H
#define TB_RECORD_H

#include <stdbool.h>

#include "console_quiet.h"

/*
 * 2: kernel.taintedAtEnd is among the facts; a reader may rely on it.
 */
#define RECORD_PROTOCOL		2
#define RECORD_NONCE_DIGITS	16
#define RECORD_NO_NONCE		"0000000000000000"

struct record_stream {
	int fd;
	struct console_quiet quiet;
	char nonce[RECORD_NONCE_DIGITS + 1];
	unsigned int seq;
	unsigned int facts;
	unsigned int tests;
	unsigned int metrics;
	/* For planted faults only: spoil the CRC of the next record. */
	bool spoil_next;
};

bool record_is_nonce(const char *text);
void record_open(struct record_stream *stream, int fd, const char *nonce);
void record_start(struct record_stream *stream);
void record_fact(struct record_stream *stream, const char *name,
		 const char *value);
void record_test(struct record_stream *stream, const char *name,
		 const char *result, const char *detail);
/* A count of this unit, for this many iterations of a workload. */
void record_metric(struct record_stream *stream, const char *name,
		   unsigned int iterations, unsigned long long count,
		   const char *unit);
void record_end(struct record_stream *stream);

#endif
