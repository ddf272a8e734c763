// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "crc32.h"
#include "json.h"
#include "record.h"

/* Escaped bytes: a whole record stays within about a thousand. */
#define NAME_LIMIT	120
#define TEXT_LIMIT	700

#define MAX_SENDINGS	5

bool record_is_nonce(const char *text)
{
	size_t i;

	for (i = 0; i < RECORD_NONCE_DIGITS; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	return !text[i];
}

void record_open(struct record_stream *stream, int fd, const char *nonce)
{
	memset(stream, 0, sizeof(*stream));
	stream->fd = fd;
	console_quiet_open(&stream->quiet, fd);
	if (!record_is_nonce(nonce))
		nonce = RECORD_NO_NONCE;
	snprintf(stream->nonce, sizeof(stream->nonce), "%s", nonce);
}

static void write_all(int fd, const char *bytes, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(fd, bytes, len);
		if (done < 0 && errno != EINTR)
			return;	/* No console: nobody left to tell. */
		if (done > 0) {
			bytes += done;
			len -= done;
		}
	}
}

/*
 * One write(2) keeps the line together as far as the tty is concerned. When it
 * is drained, whatever the kernel says next cannot hit it any more.
 */
static void send_line(struct record_stream *stream, const char *line,
		      size_t len)
{
	int sendings = 0;

	console_quiet_wait(&stream->quiet);
	do {
		write_all(stream->fd, line, len);
		tcdrain(stream->fd);
	} while (console_quiet_broken(&stream->quiet) &&
		 ++sendings < MAX_SENDINGS);
}

static void send(struct record_stream *stream, const struct json *json)
{
	char line[sizeof(json->text) + 64];
	char head[32];
	uint32_t crc;
	int len;

	len = snprintf(head, sizeof(head), "%s %u ", stream->nonce,
		       stream->seq);
	crc = crc32(0, head, len);
	crc = crc32(crc, json->text, json->len);
	if (stream->spoil_next)
		crc = ~crc;
	stream->spoil_next = false;

	/* The newline in front ends whatever the kernel left unfinished. */
	len = snprintf(line, sizeof(line), "\n@tb %s%08x %.*s\n", head, crc,
		       (int)json->len, json->text);
	send_line(stream, line, len);
	stream->seq++;
}

void record_start(struct record_stream *stream)
{
	struct json json;

	json_open(&json);
	json_string(&json, "record", "start", NAME_LIMIT);
	json_number(&json, "protocol", RECORD_PROTOCOL);
	json_close(&json);
	send(stream, &json);
}

void record_fact(struct record_stream *stream, const char *name,
		 const char *value)
{
	struct json json;

	json_open(&json);
	json_string(&json, "record", "fact", NAME_LIMIT);
	json_string(&json, "name", name, NAME_LIMIT);
	json_string(&json, "value", value, TEXT_LIMIT);
	json_close(&json);
	stream->facts++;
	send(stream, &json);
}

void record_test(struct record_stream *stream, const char *name,
		 const char *result, const char *detail)
{
	struct json json;

	json_open(&json);
	json_string(&json, "record", "test", NAME_LIMIT);
	json_string(&json, "name", name, NAME_LIMIT);
	json_string(&json, "result", result, NAME_LIMIT);
	json_string(&json, "detail", detail, TEXT_LIMIT);
	json_close(&json);
	stream->tests++;
	send(stream, &json);
}

void record_metric(struct record_stream *stream, const char *name,
		   unsigned int iterations, unsigned long long count,
		   const char *unit)
{
	struct json json;

	json_open(&json);
	json_string(&json, "record", "metric", NAME_LIMIT);
	json_string(&json, "name", name, NAME_LIMIT);
	json_number(&json, "iterations", iterations);
	json_number(&json, "count", count);
	json_string(&json, "unit", unit, NAME_LIMIT);
	json_close(&json);
	stream->metrics++;
	send(stream, &json);
}

void record_end(struct record_stream *stream)
{
	struct json json;

	json_open(&json);
	json_string(&json, "record", "end", NAME_LIMIT);
	json_number(&json, "facts", stream->facts);
	json_number(&json, "tests", stream->tests);
	if (stream->metrics)
		json_number(&json, "metrics", stream->metrics);
	json_close(&json);
	send(stream, &json);
}
