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
#include "console_load.h"
#include "crash_dump.h"
#include "facts.h"
#include "faults.h"
#include "flask.h"
#include "heartbeat_applet.h"
#include "kunit.h"
#include "modules.h"
#include "mounts.h"
#include "panic.h"
#include "record.h"
#include "record_applet.h"
#include "relay_applet.h"
#include "selftests.h"
#include "tests.h"
#include "wire_applet.h"

static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	/* Without a console no other file may be taken for it. */
	if (fd < 0)
		fd = open("/dev/null", O_RDWR);
	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static bool ends_by(const char *how)
{
	char end[16];

	return command_line_get("tb.end", end, sizeof(end)) &&
	       !strcmp(end, how);
}

/* Some machines know no power-off and can only be left by a reset. */
static void leave(void)
{
	sync();
	/* For platforms whose hypervisor is to notice: all records are said. */
	if (ends_by("panic"))
		panic_kernel();
	if (ends_by("reboot"))
		reboot(RB_AUTOBOOT);
	reboot(RB_POWER_OFF);
	/* PID 1 must not return, whatever became of the power-off. */
	for (;;)
		pause();
}

/* tb.bench on the command line: counts or times, and no tests. */
static bool run_benches(struct record_stream *stream)
{
	char only[64], unit[16] = "";

	if (!command_line_get("tb.bench", only, sizeof(only)))
		return false;
	command_line_get("tb.bench.unit", unit, sizeof(unit));
	facts_report(stream);
	bench_run_all(stream, strcmp(only, "all") ? only : "",
		      !strcmp(unit, "nanoseconds"));
	facts_taint(stream);
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

	if (crash_dump_resume(&stream)) {
		crash_dump_report(&stream);
		record_end(&stream);
		leave();
	}

	record_start(&stream);
	if (run_benches(&stream))
		leave();
	facts_clock(&stream, "clock.begin");
	modules_load(&stream);
	fault_strike(&stream, STAGE_STARTED);
	facts_report(&stream);
	flask_report(&stream);
	fault_strike(&stream, STAGE_FACTS_DONE);
	tests_run_all(&stream);
	kunit_report(&stream);
	console_load_report(&stream);
	selftests_report(&stream);
	fault_strike(&stream, STAGE_TESTS_DONE);
	facts_report_late(&stream);
	facts_taint(&stream);
	facts_clock(&stream, "clock.end");
	if (ends_by("kdump"))
		crash_dump_cause(&stream);
	record_end(&stream);
	fault_strike(&stream, STAGE_ENDED);
	leave();
}

int main(int argc, char **argv)
{
	const char *name = basename(argv[0]);

	if (!strcmp(name, "record"))
		return record_applet(argc, argv);
	if (!strcmp(name, "relay"))
		return relay_applet(argc, argv);
	if (!strcmp(name, "wire"))
		return wire_applet(argc, argv);
	if (!strcmp(name, "heartbeat"))
		return heartbeat_applet(argc, argv);
	if (!strcmp(name, EXIT_CODE_APPLET))
		return exit_code_applet(argc, argv);
	if (!strcmp(name, "poweroff") || !strcmp(name, "reboot"))
		return called_applet(name);
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
