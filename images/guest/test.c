// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

static const char *const outcome_names[] = {
	[OUTCOME_PASS] = "pass",
	[OUTCOME_FAIL] = "fail",
	[OUTCOME_SKIP] = "skip",
};

static void set(struct verdict *verdict, enum outcome outcome,
		const char *format, va_list args)
{
	verdict->outcome = outcome;
	vsnprintf(verdict->detail, sizeof(verdict->detail), format, args);
}

void verdict_pass(struct verdict *verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(verdict, OUTCOME_PASS, format, args);
	va_end(args);
}

void verdict_fail(struct verdict *verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(verdict, OUTCOME_FAIL, format, args);
	va_end(args);
}

void verdict_late(struct verdict *verdict, const char *format, ...)
{
	char detail[sizeof(verdict->detail)];
	va_list args;

	va_start(args, format);
	vsnprintf(detail, sizeof(detail), format, args);
	va_end(args);
	verdict_fail(verdict, "too late: %.480s", detail);
}

void verdict_skip(struct verdict *verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(verdict, OUTCOME_SKIP, format, args);
	va_end(args);
}

static void run_child(const struct test *test, int fd)
{
	struct verdict verdict;

	/* Its own process group, so that no grandchild outlives it. */
	setpgid(0, 0);
	alarm(test->seconds);
	memset(&verdict, 0, sizeof(verdict));
	verdict_fail(&verdict, "the test came to no verdict");
	test->run(&verdict);
	/* Smaller than PIPE_BUF: arrives whole or not at all. */
	if (write(fd, &verdict, sizeof(verdict)) != sizeof(verdict))
		_exit(1);
	_exit(0);
}

static void judge_exit(const struct test *test, int status, int fd,
		       struct verdict *verdict)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		verdict_fail(verdict, "killed by SIGALRM: not done after %u s",
			     test->seconds);
	else if (WIFSIGNALED(status))
		verdict_fail(verdict, "killed by SIG%s (%s)",
			     sigabbrev_np(WTERMSIG(status)) ?: "?",
			     sigdescr_np(WTERMSIG(status)) ?: "unknown signal");
	else if (read(fd, verdict, sizeof(*verdict)) != sizeof(*verdict))
		verdict_fail(verdict, "exited with code %d and no verdict",
			     WEXITSTATUS(status));
}

static void supervise(const struct test *test, struct verdict *verdict)
{
	int fds[2];
	int status;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) < 0) {
		verdict_fail(verdict, "pipe: %s", strerror(errno));
		return;
	}
	pid = fork();
	if (!pid)
		run_child(test, fds[1]);
	close(fds[1]);

	if (pid < 0) {
		verdict_fail(verdict, "fork: %s", strerror(errno));
	} else {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		kill(-pid, SIGKILL);
		judge_exit(test, status, fds[0], verdict);
	}
	close(fds[0]);
	/* Orphans of the test are children of PID 1 now. */
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

void test_run(struct record_stream *stream, const struct test *test)
{
	struct verdict verdict;

	supervise(test, &verdict);
	record_test(stream, test->name, outcome_names[verdict.outcome],
		    verdict.detail);
}
