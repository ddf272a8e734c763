// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "console_load.h"
#include "console_quiet.h"
#include "crc32.h"
#include "faults.h"
#include "probes.h"

#define LINES		300
#define TOGETHER	50
#define MAX_SENDINGS	5
#define RECORDS		10

/* A line is one write(2): the tty keeps it together. */
static void say_line(const struct record_stream *stream, unsigned int number)
{
	char line[128];
	char head[64];
	int len;

	len = snprintf(head, sizeof(head), "%s %u", stream->nonce, number);
	len = snprintf(line, sizeof(line), "@load %s %08x\n", head,
		       crc32(0, head, len));
	while (write(stream->fd, line, len) != len)
		usleep(1000);
}

static void say_lines(const struct record_stream *stream, unsigned int from)
{
	unsigned int number;

	for (number = from; number < from + TOGETHER; number++)
		if (number != LINES / 2 || !fault_planted("lost-line"))
			say_line(stream, number);
}

/* Like records, lines that the kernel may have printed into are said again. */
static void fill_console(const struct record_stream *stream)
{
	struct console_quiet quiet;
	unsigned int from;
	int sendings;

	console_quiet_open(&quiet, stream->fd);
	for (from = 0; from < LINES; from += TOGETHER) {
		sendings = 0;
		do {
			say_lines(stream, from);
			tcdrain(stream->fd);
		} while (console_quiet_broken(&quiet) &&
			 ++sendings < MAX_SENDINGS);
	}
}

void console_load_report(struct record_stream *stream)
{
	char text[16];
	pid_t pid;
	int i;

	if (!probe_wanted(CONSOLE_LOAD_PROBE, true))
		return;
	pid = fork();
	if (pid < 0)
		return;
	if (!pid) {
		fill_console(stream);
		_exit(0);
	}
	for (i = 0; i < RECORDS; i++) {
		snprintf(text, sizeof(text), "%d", i);
		record_fact(stream, "console.underLoad", text);
	}
	waitpid(pid, NULL, 0);
	snprintf(text, sizeof(text), "%d", LINES);
	record_fact(stream, "console.loadLines", text);
}
