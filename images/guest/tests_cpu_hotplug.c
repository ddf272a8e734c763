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
#include "host_request.h"
#include "tests.h"

#define ONLINE		"/sys/devices/system/cpu/cpu%d/online"
/* Much longer than any machine needs; a CPU that does not come is told apart. */
#define PATIENCE	(15 * NSEC_PER_SEC)

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

/* How a CPU is switched; false: the verdict says why it cannot be. */
typedef bool (*cpu_switch)(int cpu, bool online, struct verdict *verdict);

static bool switch_by_guest(int cpu, bool online, struct verdict *verdict)
{
	char path[64];
	bool fine;
	int fd;

	snprintf(path, sizeof(path), ONLINE, cpu);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	fine = fd >= 0 && write(fd, online ? "1" : "0", 1) == 1;
	if (!fine)
		verdict_fail(verdict, "CPU %d %s: %s", cpu,
			     online ? "online" : "offline", strerror(errno));
	if (fd >= 0)
		close(fd);
	return fine;
}

static bool is_switchable(int cpu)
{
	char path[64];

	snprintf(path, sizeof(path), ONLINE, cpu);
	return !access(path, W_OK);
}

/*
 * The toolstack says only how many CPUs; the first ones are meant. Xen's driver
 * takes a CPU away with its switch, and brings it back switched off: turning it
 * on is left to user space.
 */
static bool switch_by_host(int cpu, bool online, struct verdict *verdict)
{
	char answer[HOST_ANSWER_SIZE];
	char request[32];
	int64_t until;

	snprintf(request, sizeof(request), "vcpu-set %d",
		 online ? cpu + 1 : cpu);
	if (!host_ask(request, HOST_PATIENCE, answer, verdict))
		return false;
	until = monotonic_ns() + PATIENCE;
	while (is_switchable(cpu) != online) {
		if (monotonic_ns() > until) {
			verdict_late(verdict, "CPU %d does not %s after \"%s\"",
				     cpu, online ? "come" : "go", request);
			return false;
		}
		usleep(1000);
	}
	return !online || switch_by_guest(cpu, true, verdict);
}

/* False when it wrote its verdict. */
static bool leaves_and_returns(struct load *load, cpu_switch set,
			       struct verdict *verdict)
{
	int error;

	if (!comes_to_run(load, true)) {
		verdict_late(verdict, "no thread comes to run on CPU %d",
			     load->cpu);
		return false;
	}
	if (!set(load->cpu, false, verdict))
		return false;
	if (!comes_to_run(load, false)) {
		verdict_late(verdict, "CPU %d is offline, and its thread did not go on elsewhere",
			     load->cpu);
		return false;
	}
	if (!set(load->cpu, true, verdict))
		return false;
	error = pin(load->thread, load->cpu);
	if (error) {
		verdict_fail(verdict, "CPU %d does not come back: %s",
			     load->cpu, strerror(error));
		return false;
	}
	if (!comes_to_run(load, true)) {
		verdict_late(verdict, "CPU %d does not come back", load->cpu);
		return false;
	}
	return true;
}

static bool cycle(int cpu, cpu_switch set, struct verdict *verdict)
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
	fine = !error && leaves_and_returns(&load, set, verdict);
	load.stop = true;
	pthread_join(load.thread, NULL);
	return fine;
}

/* CPU 0 stays: x86 does not let go of it since Linux 6.5. */
static void cycle_cpus(cpu_switch set, int most, struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	int cpu, cycled = 0;
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus) < 0) {
		verdict_fail(verdict, "sched_getaffinity: %s", strerror(errno));
		return;
	}
	for (cpu = CPU_SETSIZE - 1; cpu && cycled < most; cpu--) {
		if (!CPU_ISSET(cpu, &cpus) || !is_switchable(cpu))
			continue;
		if (!cycle(cpu, set, verdict))
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

void test_cpu_hotplug(struct verdict *verdict)
{
	cycle_cpus(switch_by_guest, CPU_SETSIZE, verdict);
}

/* The same from outside, "xl vcpu-set": only the last CPU can go alone. */
void test_host_cpus(struct verdict *verdict)
{
	if (host_serves(verdict))
		cycle_cpus(switch_by_host, 1, verdict);
}
