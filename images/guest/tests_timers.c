// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "clock.h"
#include "tests.h"

#define PERIOD		(10 * NSEC_PER_MSEC)
#define TICKS		20
#define SLEEPS		20

static struct timespec to_timespec(int64_t ns)
{
	struct timespec ts = {
		.tv_sec = ns / NSEC_PER_SEC,
		.tv_nsec = ns % NSEC_PER_SEC,
	};

	return ts;
}

/*
 * Waits for TICKS expirations of a periodic timer. Returns how much the latest
 * was late, or a negative number: -errno, or -EDOM when one came early.
 */
static int64_t periodic(void)
{
	struct itimerspec spec = { .it_interval = to_timespec(PERIOD) };
	int64_t begin, late, latest = 0;
	uint64_t count, ticks = 0;
	int fd;

	fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	begin = monotonic_ns();
	spec.it_value = to_timespec(begin + PERIOD);
	if (timerfd_settime(fd, TFD_TIMER_ABSTIME, &spec, NULL) < 0)
		return -errno;
	while (ticks < TICKS) {
		if (read(fd, &count, sizeof(count)) != sizeof(count))
			return -errno;
		ticks += count;
		late = monotonic_ns() - (begin + (int64_t)ticks * PERIOD);
		if (late < 0)
			return -EDOM;
		if (late > latest)
			latest = late;
	}
	close(fd);
	return latest;
}

/* The same for sleeps of growing length. */
static int64_t sleeping(void)
{
	int64_t until, late, latest = 0;
	struct timespec ts;
	int i, error;

	for (i = 1; i <= SLEEPS; i++) {
		until = monotonic_ns() + i * PERIOD / SLEEPS;
		ts = to_timespec(until);
		error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts,
					NULL);
		if (error)
			return -error;
		late = monotonic_ns() - until;
		if (late < 0)
			return -EDOM;
		if (late > latest)
			latest = late;
	}
	return latest;
}

static const char *reason(int64_t code)
{
	return code == -EDOM ? "fired early" : strerror(-code);
}

/* How late is a figure, not a verdict: an emulator's guest may wait at will. */
void test_timers(struct verdict *verdict)
{
	int64_t timer, sleep;

	timer = periodic();
	if (timer < 0) {
		verdict_fail(verdict, "timerfd: %s", reason(timer));
		return;
	}
	sleep = sleeping();
	if (sleep < 0) {
		verdict_fail(verdict, "clock_nanosleep: %s", reason(sleep));
		return;
	}
	verdict_pass(verdict,
		     "%d timerfd ticks, at most %lld us late; %d sleeps, at most %lld us late",
		     TICKS, (long long)(timer / NSEC_PER_USEC), SLEEPS,
		     (long long)(sleep / NSEC_PER_USEC));
}
