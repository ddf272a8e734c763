// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "console_load.h"
#include "crc32.h"
#include "faults.h"
#include "probes.h"

#define LINES		300
#define RECORDS		10

/* A line is one write(2): the tty keeps it together. */
static void say_line(struct record_stream *stream, unsigned int number)
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

static void fill_console(struct record_stream *stream)
{
	unsigned int number;

	for (number = 0; number < LINES; number++)
		if (number != LINES / 2 || !fault_planted("lost-line"))
			say_line(stream, number);
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
