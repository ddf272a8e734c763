// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "tests.h"

#define ONLINE		"/sys/devices/system/cpu/cpu%d/online"
/* Much longer than any machine needs; a CPU that does not come is told apart. */
#define PATIENCE	(5 * NSEC_PER_SEC)

/* A thread pinned to the CPU that goes and comes: the load it has to leave. */
struct load {
	pthread_t thread;
	int cpu;
	atomic_bool stop;
	atomic_int runs_on;
	atomic_ulong turns;
};

static int pin(pthread_t thread, int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	return pthread_setaffinity_np(thread, sizeof(one), &one);
}

static void *spin(void *arg)
{
	struct load *load = arg;

	while (!load->stop) {
		load->runs_on = sched_getcpu();
		load->turns++;
	}
	return NULL;
}

/* Not by what sysfs says: by where the thread runs, and that it runs on. */
static bool comes_to_run(struct load *load, bool on_cpu)
{
	int64_t until = monotonic_ns() + PATIENCE;
	unsigned long turns;

	while ((load->runs_on == load->cpu) != on_cpu) {
		if (monotonic_ns() > until)
			return false;
		usleep(1000);
	}
	turns = load->turns;
	while (load->turns == turns) {
		if (monotonic_ns() > until)
			return false;
		usleep(1000);
	}
	return (load->runs_on == load->cpu) == on_cpu;
}

static int set_online(int cpu, bool online)
{
	char path[64];
	int fd, error = 0;

	snprintf(path, sizeof(path), ONLINE, cpu);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, online ? "1" : "0", 1) != 1)
		error = errno;
	close(fd);
	return error;
}

static bool is_switchable(int cpu)
{
	char path[64];

	snprintf(path, sizeof(path), ONLINE, cpu);
	return !access(path, W_OK);
}

/* False when it wrote its verdict. */
static bool leaves_and_returns(struct load *load, struct verdict *verdict)
{
	int error;

	if (!comes_to_run(load, true)) {
		verdict_fail(verdict, "no thread comes to run on CPU %d",
			     load->cpu);
		return false;
	}
	error = set_online(load->cpu, false);
	if (error) {
		verdict_fail(verdict, "CPU %d offline: %s", load->cpu,
			     strerror(error));
		return false;
	}
	if (!comes_to_run(load, false)) {
		verdict_fail(verdict, "CPU %d is offline, and its thread did not go on elsewhere",
			     load->cpu);
		return false;
	}
	error = set_online(load->cpu, true) ?: pin(load->thread, load->cpu);
	if (error || !comes_to_run(load, true)) {
		verdict_fail(verdict, "CPU %d does not come back: %s",
			     load->cpu, strerror(error ?: ETIMEDOUT));
		return false;
	}
	return true;
}

static bool cycle(int cpu, struct verdict *verdict)
{
	struct load load = { .cpu = cpu, .runs_on = -1 };
	int error;
	bool fine;

	error = pthread_create(&load.thread, NULL, spin, &load);
	if (error) {
		verdict_fail(verdict, "thread: %s", strerror(error));
		return false;
	}
	error = pin(load.thread, cpu);
	if (error)
		verdict_fail(verdict, "pin to CPU %d: %s", cpu, strerror(error));
	fine = !error && leaves_and_returns(&load, verdict);
	load.stop = true;
	pthread_join(load.thread, NULL);
	return fine;
}

/* CPU 0 stays: x86 does not let go of it since Linux 6.5. */
void test_cpu_hotplug(struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	int cpu, cycled = 0;
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus) < 0) {
		verdict_fail(verdict, "sched_getaffinity: %s", strerror(errno));
		return;
	}
	for (cpu = 1; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &cpus) || !is_switchable(cpu))
			continue;
		if (!cycle(cpu, verdict))
			return;
		cycled++;
	}
	if (!cycled) {
		verdict_skip(verdict, "%d CPU, and none that can be switched off",
			     CPU_COUNT(&cpus));
		return;
	}
	verdict_pass(verdict, "%d CPUs went and came back under load in %lld us",
		     cycled, (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}
