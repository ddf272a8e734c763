// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/timex.h>
#include <unistd.h>

#include "array_size.h"
#include "command_line.h"
#include "faults.h"
#include "panic.h"
#include "test.h"

/* Nothing more is said, the processor is idle. */
static void sleep_for_ever(struct record_stream *stream)
{
	(void)stream;
	for (;;)
		pause();
}

/* Nothing more is said, one processor is busy. */
static void hang(struct record_stream *stream)
{
	(void)stream;
	for (;;)
		asm volatile("" : : : "memory");
}

static void panic(struct record_stream *stream)
{
	panic_kernel();
	record_fact(stream, "fault.failed", "/proc/sysrq-trigger");
}

/* PID 1 must not exit: the kernel panics. */
static void exit_init(struct record_stream *stream)
{
	(void)stream;
	_exit(3);
}

static void reset(struct record_stream *stream)
{
	(void)stream;
	reboot(RB_AUTOBOOT);
}

static void lose_record(struct record_stream *stream)
{
	stream->seq++;
}

static void corrupt_record(struct record_stream *stream)
{
	stream->spoil_next = true;
}

/* A good end of some other boot, then silence. */
static void fake_pass(struct record_stream *stream)
{
	struct record_stream other = *stream;

	other.nonce[0] = other.nonce[0] == 'f' ? 'e' : 'f';
	record_end(&other);
	sleep_for_ever(stream);
}

static void run_crash(struct verdict *verdict)
{
	char *nowhere = NULL;

	(void)verdict;
	/* Hidden from the compiler, which would drop the store. */
	asm volatile("" : "+r" (nowhere));
	*nowhere = 1;
}

static void run_failure(struct verdict *verdict)
{
	verdict_fail(verdict, "planted");
}

static void crashing_test(struct record_stream *stream)
{
	static const struct test crash = { "planted", 30, run_crash };

	test_run(stream, &crash);
}

static void failing_test(struct record_stream *stream)
{
	static const struct test failure = { "planted", 30, run_failure };

	test_run(stream, &failure);
}

/* The switch takes what is written to it, and nothing comes of it. */
static void keep_cpu(struct record_stream *stream)
{
	static const char path[] = "/sys/devices/system/cpu/cpu1/online";
	int fd = open("/tmp/online", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || mount("/tmp/online", path, NULL, MS_BIND, NULL) < 0)
		record_fact(stream, "fault.failed", path);
	if (fd >= 0)
		close(fd);
}

/*
 * As wrong as the kernel lets a clock be, a tenth too fast, for long enough to
 * show. What is said meanwhile keeps the machine from looking dead.
 */
static void hurry(struct record_stream *stream)
{
	struct timex fast = { .modes = ADJ_TICK, .tick = 11000 };
	int second;

	if (adjtimex(&fast) < 0)
		record_fact(stream, "fault.failed", "adjtimex");
	for (second = 0; second < 22; second++) {
		sleep(1);
		record_fact(stream, "fault.waits", "");
	}
}

static const struct {
	const char *name;
	enum stage stage;
	void (*strike)(struct record_stream *stream);
} faults[] = {
	{ "hang", STAGE_STARTED, hang },
	{ "silent", STAGE_FACTS_DONE, sleep_for_ever },
	{ "panic", STAGE_FACTS_DONE, panic },
	{ "exit", STAGE_FACTS_DONE, exit_init },
	{ "reboot", STAGE_FACTS_DONE, reset },
	{ "lost", STAGE_FACTS_DONE, lose_record },
	{ "corrupt", STAGE_FACTS_DONE, corrupt_record },
	{ "fakepass", STAGE_FACTS_DONE, fake_pass },
	{ "segv", STAGE_TESTS_DONE, crashing_test },
	{ "cpu-stays", STAGE_FACTS_DONE, keep_cpu },
	{ "fast-clock", STAGE_TESTS_DONE, hurry },
	{ "failtest", STAGE_TESTS_DONE, failing_test },
	{ "nopoweroff", STAGE_ENDED, sleep_for_ever },
};

bool fault_planted(const char *name)
{
	char planted[64];

	return command_line_get("tb.fault", planted, sizeof(planted)) &&
	       !strcmp(planted, name);
}

void fault_strike(struct record_stream *stream, enum stage stage)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(faults); i++)
		if (faults[i].stage == stage && fault_planted(faults[i].name))
			faults[i].strike(stream);
}
