// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "array_size.h"
#include "clock.h"
#include "faults.h"
#include "tests.h"
#include "workload.h"

#define READS		50
/*
 * After a turn, a worker rests for four times as long and a little: whoever
 * moves the guest has no other CPU than ours. But not for long: a turn in which
 * it was moved took seconds, and most of them it did nothing.
 */
#define REST		4
#define NAP_USEC	INT64_C(20000)
#define REST_USEC	INT64_C(1000000)
#define PERIOD		(10 * NSEC_PER_MSEC)
#define PAGES		256
#define PAGE_WORDS	(4096 / sizeof(uint64_t))
/* For all of them: they run side by side. */
#define PATIENCE	(60 * NSEC_PER_SEC)

/* One round of what a worker does. Failed or skipped, it is its last. */
struct worker {
	const char *name;
	void (*turn)(struct verdict *verdict);
	pthread_t thread;
	atomic_ulong turns;
	atomic_bool over;
	struct verdict verdict;
};

static atomic_bool stopping;
static int timer = -1;
static uint64_t words[PAGES][PAGE_WORDS];

static void read_clock(struct verdict *verdict)
{
	static int64_t previous;
	int64_t now;
	int i;

	for (i = 0; i < READS; i++) {
		now = monotonic_ns();
		if (now < previous) {
			verdict_fail(verdict, "CLOCK_MONOTONIC went back by %lld ns",
				     (long long)(previous - now));
			return;
		}
		previous = now;
	}
	verdict_pass(verdict, "forward");
}

/* The same timer all the time: armed before a pause, it is to fire after it. */
static void await_tick(struct verdict *verdict)
{
	static const struct itimerspec ticks = {
		.it_value.tv_nsec = PERIOD, .it_interval.tv_nsec = PERIOD,
	};
	uint64_t count;

	if (timer < 0) {
		timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
		timerfd_settime(timer, 0, &ticks, NULL);
	}
	if (read(timer, &count, sizeof(count)) == sizeof(count))
		verdict_pass(verdict, "ticks");
	else
		verdict_fail(verdict, "timerfd: %s", strerror(errno));
}

/* Every word of a page says which page it is, and in which round it was written. */
static uint64_t pattern(uint64_t round, uint64_t page, uint64_t word)
{
	return (round * PAGES * PAGE_WORDS + page * PAGE_WORDS + word) *
	       UINT64_C(0x9e3779b97f4a7c15);
}

static void rewrite_memory(struct verdict *verdict)
{
	static uint64_t round;
	uint64_t page, word;

	for (page = 0; page < PAGES; page++) {
		for (word = 0; word < PAGE_WORDS; word++) {
			if (round && words[page][word] !=
				     pattern(round, page, word)) {
				verdict_fail(verdict, "page %llu, word %llu: changed, round %llu",
					     (unsigned long long)page,
					     (unsigned long long)word,
					     (unsigned long long)round);
				return;
			}
			words[page][word] = pattern(round + 1, page, word);
		}
	}
	round++;
	verdict_pass(verdict, "intact");
}

static struct worker workers[] = {
	{ .name = "clock", .turn = read_clock },
	{ .name = "timer", .turn = await_tick },
	{ .name = "memory", .turn = rewrite_memory },
	{ .name = "disk", .turn = disk_in_use },
	{ .name = "network", .turn = network_in_use },
};

static void rest_after(int64_t turn_ns)
{
	int64_t rest = NAP_USEC + REST * turn_ns / NSEC_PER_USEC;

	usleep(rest < REST_USEC ? rest : REST_USEC);
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	int64_t begin;

	while (!stopping && !worker->over) {
		begin = monotonic_ns();
		worker->turn(&worker->verdict);
		worker->over = worker->verdict.outcome != OUTCOME_PASS;
		worker->turns++;
		rest_after(monotonic_ns() - begin);
	}
	return NULL;
}

bool workload_start(struct verdict *verdict)
{
	size_t i;
	int error;

	for (i = 0; i < ARRAY_SIZE(workers); i++) {
		error = pthread_create(&workers[i].thread, NULL, work,
				       &workers[i]);
		if (error) {
			verdict_fail(verdict, "thread: %s", strerror(error));
			return false;
		}
	}
	return workload_goes_on(verdict);
}

/* One that had nothing to do here is no failure. */
static bool is_fine(struct worker *worker, struct verdict *verdict)
{
	if (!worker->over || worker->verdict.outcome == OUTCOME_SKIP)
		return true;
	verdict_fail(verdict, "%s: %s", worker->name, worker->verdict.detail);
	return false;
}

static bool comes_round(struct worker *worker, unsigned long turns,
			int64_t until, struct verdict *verdict)
{
	while (!worker->over && worker->turns < turns) {
		if (monotonic_ns() > until) {
			verdict_late(verdict, "%s: does not go on",
				     worker->name);
			return false;
		}
		usleep(NAP_USEC);
	}
	return is_fine(worker, verdict);
}

bool workload_goes_on(struct verdict *verdict)
{
	int64_t until = monotonic_ns() + PATIENCE;
	unsigned long turns[ARRAY_SIZE(workers)];
	size_t i;

	/* The turn that is under way does not count. */
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		turns[i] = workers[i].turns + 2;
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		if (!comes_round(&workers[i], turns[i], until, verdict))
			return false;
	return true;
}

void workload_strike(void)
{
	static const struct itimerspec never;

	if (fault_planted("moved-timer"))
		timerfd_settime(timer, 0, &never, NULL);
	if (fault_planted("moved-page"))
		words[PAGES / 2][PAGE_WORDS / 2] ^= 1;
}

bool workload_stop(struct verdict *verdict)
{
	bool fine = true;
	size_t i;

	stopping = true;
	for (i = 0; i < ARRAY_SIZE(workers); i++) {
		pthread_join(workers[i].thread, NULL);
		fine = fine && is_fine(&workers[i], verdict);
	}
	return fine;
}
