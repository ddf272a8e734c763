// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>

#include "clock.h"
#include "tests.h"

#define ROUNDS		50
#define READS		20

static int move_to(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	return sched_setaffinity(0, sizeof(one), &one);
}

/* Reads the clock on one CPU; false when it went back since *previous. */
static bool reads_forward(int64_t *previous)
{
	int64_t now;
	int i;

	for (i = 0; i < READS; i++) {
		now = monotonic_ns();
		if (now < *previous)
			return false;
		*previous = now;
	}
	return true;
}

void test_time(struct verdict *verdict)
{
	int64_t begin = monotonic_ns(), previous = begin, before;
	int cpu, round, moves = 0;
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus) < 0) {
		verdict_fail(verdict, "sched_getaffinity: %s", strerror(errno));
		return;
	}
	for (round = 0; round < ROUNDS; round++) {
		for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
			if (!CPU_ISSET(cpu, &cpus))
				continue;
			if (move_to(cpu) < 0) {
				verdict_fail(verdict, "move to CPU %d: %s", cpu,
					     strerror(errno));
				return;
			}
			moves++;
			before = previous;
			if (!reads_forward(&previous)) {
				verdict_fail(verdict, "went back on CPU %d after %lld ns, move %d",
					     cpu, (long long)(before - begin),
					     moves);
				return;
			}
		}
	}
	if (previous == begin) {
		verdict_fail(verdict, "CLOCK_MONOTONIC stands still");
		return;
	}
	verdict_pass(verdict, "%d reads on %d CPUs, %d moves, %lld us",
		     moves * READS, CPU_COUNT(&cpus), moves,
		     (long long)((previous - begin) / NSEC_PER_USEC));
}
