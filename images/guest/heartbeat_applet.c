// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "clock.h"
#include "heartbeat_applet.h"

#define MAX_CPUS	64
#define PERIOD_MSEC	1000
#define LATE		(3 * NSEC_PER_SEC / 2)

/* Shared with "heartbeat read": each member has one writer at a time. */
struct beat {
	volatile int64_t last;
	volatile int64_t longest;
	volatile int woken;
};

static struct beat *beats;
static int wakers[MAX_CPUS];
static int cpus;

static bool map_beats(const char *path, int flags)
{
	size_t size = MAX_CPUS * sizeof(*beats);
	int fd = open(path, O_RDWR | O_CLOEXEC | flags, 0600);
	void *map;

	if (fd < 0 || ftruncate(fd, size) < 0)
		return false;
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	beats = map;
	return map != MAP_FAILED;
}

static void wake_late(int own, int64_t now)
{
	uint64_t one = 1;
	int cpu;

	for (cpu = 0; cpu < cpus; cpu++) {
		if (cpu == own || now - beats[cpu].last < LATE)
			continue;
		beats[cpu].woken++;
		if (write(wakers[cpu], &one, sizeof(one)) < 0)
			perror("heartbeat: wake");
	}
}

static void *beat(void *arg)
{
	struct beat *own = arg;
	struct pollfd waker = { .fd = wakers[own - beats], .events = POLLIN };
	uint64_t count;
	int64_t now;

	for (;;) {
		if (poll(&waker, 1, PERIOD_MSEC) > 0 &&
		    read(waker.fd, &count, sizeof(count)) < 0)
			perror("heartbeat: read");
		now = monotonic_ns();
		if (now - own->last > own->longest)
			own->longest = now - own->last;
		own->last = now;
		wake_late(own - beats, now);
	}
	return NULL;
}

static int start_on(int cpu)
{
	pthread_attr_t attr;
	pthread_t thread;
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	pthread_attr_init(&attr);
	pthread_attr_setaffinity_np(&attr, sizeof(one), &one);
	return pthread_create(&thread, &attr, beat, &beats[cpu]);
}

static int keep(const char *path)
{
	int cpu;

	cpus = sysconf(_SC_NPROCESSORS_ONLN);
	if (cpus > MAX_CPUS || !map_beats(path, O_CREAT | O_TRUNC))
		return 1;
	for (cpu = 0; cpu < cpus; cpu++) {
		beats[cpu].last = monotonic_ns();
		wakers[cpu] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (wakers[cpu] < 0)
			return 1;
	}
	for (cpu = 0; cpu < cpus; cpu++)
		if (start_on(cpu))
			return 1;
	for (;;)
		pause();
}

static int read_beats(const char *path)
{
	int64_t now = monotonic_ns(), longest;
	struct beat *one;

	if (!map_beats(path, 0))
		return 1;
	for (one = beats; one < beats + MAX_CPUS && one->last; one++) {
		longest = one->longest;
		if (now - one->last > longest)
			longest = now - one->last;
		printf("%s%td:%lld:%d", one == beats ? "" : " ", one - beats,
		       (long long)(longest / NSEC_PER_MSEC), one->woken);
		one->longest = 0;
		one->woken = 0;
	}
	putchar('\n');
	return 0;
}

int heartbeat_applet(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "keep"))
		return keep(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "read"))
		return read_beats(argv[2]);
	fputs("usage: heartbeat keep|read FILE\n", stderr);
	return 2;
}
