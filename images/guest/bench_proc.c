// SPDX-License-Identifier: GPL-2.0
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static void await_child(pid_t pid)
{
	int status;

	/* A failed fork would look like a fast one. */
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		_exit(1);
}

void bench_proc_fork(unsigned int iterations)
{
	pid_t pid;

	while (iterations--) {
		pid = fork();
		if (!pid)
			_exit(0);
		await_child(pid);
	}
}

void bench_proc_exec(unsigned int iterations)
{
	pid_t pid;

	while (iterations--) {
		pid = fork();
		if (!pid) {
			execl("/init", BENCH_EXEC_APPLET, NULL);
			_exit(1);
		}
		await_child(pid);
	}
}
