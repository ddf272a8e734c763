// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "bench.h"

#define RING		4

/* The first process writes into fds[0], the last one's end is what it reads. */
static int fds[RING][2];

static void must(bool done)
{
	if (!done)
		_exit(1);
}

static void pass_on(int from, int to)
{
	char byte;

	while (read(from, &byte, 1) == 1)
		must(write(to, &byte, 1) == 1);
	_exit(0);
}

/* A partner leaves when the writing end of its pipe is closed everywhere. */
static void start_partner(int place, int processes)
{
	int next = place + 1, i;

	for (i = 0; i < processes; i++) {
		if (i != place)
			close(fds[i][0]);
		if (i != next)
			close(fds[i][1]);
	}
	pass_on(fds[place][0], fds[next][1]);
}

static bool prepare(int processes)
{
	pid_t pid;
	int i;

	for (i = 0; i < processes; i++)
		if (pipe(fds[i]) < 0)
			return false;
	for (i = 0; i < processes - 1; i++) {
		pid = fork();
		if (pid < 0)
			return false;
		if (!pid)
			start_partner(i, processes);
	}
	return true;
}

bool bench_prepare_pipes(void)
{
	return prepare(2);
}

bool bench_prepare_ring(void)
{
	return prepare(RING);
}

static void around(unsigned int iterations, int processes)
{
	char byte = 0;

	while (iterations--) {
		must(write(fds[0][1], &byte, 1) == 1);
		must(read(fds[processes - 1][0], &byte, 1) == 1);
	}
}

void bench_pipe(unsigned int iterations)
{
	around(iterations, 2);
}

void bench_ring(unsigned int iterations)
{
	around(iterations, RING);
}
