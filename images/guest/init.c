// SPDX-License-Identifier: GPL-2.0
/*
 * PID 1 of a Twinboot guest: says what it sees, tests a little, powers off.
 * It judges nothing. The records go to the console; see record.h.
 */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "bench.h"
#include "command_line.h"
#include "facts.h"
#include "faults.h"
#include "kunit.h"
#include "mounts.h"
#include "record.h"
#include "record_applet.h"
#include "tests.h"

static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Some machines know no power-off and can only be left by a reset. */
static void leave(void)
{
	char how[16];

	sync();
	if (command_line_get("tb.end", how, sizeof(how)) &&
	    !strcmp(how, "reboot"))
		reboot(RB_AUTOBOOT);
	reboot(RB_POWER_OFF);
	/* PID 1 must not return, whatever became of the power-off. */
	for (;;)
		pause();
}

/* tb.bench on the command line: counts, and no tests. */
static bool run_benches(struct record_stream *stream)
{
	char only[64];

	if (!command_line_get("tb.bench", only, sizeof(only)))
		return false;
	facts_report(stream);
	bench_run_all(stream, strcmp(only, "all") ? only : "");
	record_end(stream);
	return true;
}

static void run_guest(void)
{
	struct record_stream stream;
	char nonce[64] = RECORD_NO_NONCE;

	mount_all();
	open_console();
	command_line_get("tb.nonce", nonce, sizeof(nonce));
	record_open(&stream, STDOUT_FILENO, nonce);

	record_start(&stream);
	if (run_benches(&stream))
		leave();
	facts_clock(&stream, "clock.begin");
	fault_strike(&stream, STAGE_STARTED);
	facts_report(&stream);
	fault_strike(&stream, STAGE_FACTS_DONE);
	tests_run_all(&stream);
	kunit_report(&stream);
	fault_strike(&stream, STAGE_TESTS_DONE);
	facts_report_late(&stream);
	facts_clock(&stream, "clock.end");
	record_end(&stream);
	fault_strike(&stream, STAGE_ENDED);
	leave();
}

int main(int argc, char **argv)
{
	const char *name = basename(argv[0]);

	if (!strcmp(name, "record"))
		return record_applet(argc, argv);
	if (!strcmp(name, EXIT_CODE_APPLET))
		return exit_code_applet(argc, argv);
	if (!strcmp(name, BENCH_EXEC_APPLET))
		return 0;
	if (getpid() != 1) {
		fputs("This is PID 1 of a guest; call it as record instead.\n",
		      stderr);
		return 2;
	}
	run_guest();
	return 0;
}
