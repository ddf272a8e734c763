// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "tests.h"

#define CHILDREN	32
#define FIRST_CODE	10

int exit_code_applet(int argc, char **argv)
{
	return argc > 1 ? atoi(argv[1]) : 0;
}

static pid_t spawn(int code)
{
	char digits[16];
	pid_t pid;

	pid = fork();
	if (pid)
		return pid;
	snprintf(digits, sizeof(digits), "%d", code);
	execl("/proc/self/exe", EXIT_CODE_APPLET, digits, NULL);
	_exit(127);
}

/* All children exist at once, so that there is something to schedule. */
void test_processes(struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	pid_t pids[CHILDREN];
	int i, status;

	for (i = 0; i < CHILDREN; i++) {
		pids[i] = spawn(FIRST_CODE + i);
		if (pids[i] < 0) {
			verdict_fail(verdict, "fork %d: %s", i, strerror(errno));
			return;
		}
	}
	for (i = 0; i < CHILDREN; i++) {
		if (waitpid(pids[i], &status, 0) != pids[i]) {
			verdict_fail(verdict, "wait %d: %s", i, strerror(errno));
			return;
		}
		if (!WIFEXITED(status) || WEXITSTATUS(status) != FIRST_CODE + i) {
			verdict_fail(verdict, "child %d: status 0x%x, expected code %d",
				     i, status, FIRST_CODE + i);
			return;
		}
	}
	verdict_pass(verdict, "%d fork, exec, exit, wait in %lld us", CHILDREN,
		     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}
