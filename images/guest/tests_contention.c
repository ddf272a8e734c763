// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "clock.h"
#include "faults.h"
#include "tests.h"

#define WORKERS		6
#define ROUNDS		40

/*
 * What all workers share. The futex of the mutex, the wait queue of the pipe
 * and the lock of the address space are where a spinlock that a hypervisor
 * helps with has to hold, and to wake whoever waits.
 */
struct shared {
	pthread_mutex_t mutex;
	pthread_barrier_t start;
	int pipe[2];
	bool unlocked;
	atomic_ulong counter;
};

struct worker {
	pthread_t thread;
	struct shared *shared;
	unsigned int number;
	unsigned long sent;
	unsigned long received;
	const char *broken;
};

/* Yields between the read and the write, so that a lock has something to do. */
static void count_one(struct shared *shared)
{
	unsigned long seen;

	if (!shared->unlocked)
		pthread_mutex_lock(&shared->mutex);
	seen = shared->counter;
	sched_yield();
	shared->counter = seen + 1;
	if (!shared->unlocked)
		pthread_mutex_unlock(&shared->mutex);
}

/* Gives a token into the pipe and takes one out, most likely another's. */
static bool trade_one(struct worker *worker, unsigned int token)
{
	int *ends = worker->shared->pipe;

	if (write(ends[1], &token, sizeof(token)) != sizeof(token))
		return false;
	worker->sent += token;
	if (read(ends[0], &token, sizeof(token)) != sizeof(token))
		return false;
	worker->received += token;
	return true;
}

/* A new page is all zeros, and is another page for everyone. */
static bool map_one(unsigned int token)
{
	atomic_uint *page;
	bool fine;

	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return false;
	fine = !*page;
	*page = token;
	sched_yield();
	fine = fine && *page == token;
	return !munmap(page, 4096) && fine;
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	unsigned int round, token;

	pthread_barrier_wait(&worker->shared->start);
	for (round = 0; round < ROUNDS && !worker->broken; round++) {
		token = worker->number * ROUNDS + round + 1;
		count_one(worker->shared);
		if (!trade_one(worker, token))
			worker->broken = "a token was lost in the pipe";
		else if (!map_one(token))
			worker->broken = "a new page was not its owner's alone";
	}
	return NULL;
}

static void judge(const struct shared *shared, const struct worker *workers,
		  int64_t begin, struct verdict *verdict)
{
	unsigned long sent = 0, received = 0;
	int i;

	for (i = 0; i < WORKERS; i++) {
		if (workers[i].broken) {
			verdict_fail(verdict, "worker %d: %s", i,
				     workers[i].broken);
			return;
		}
		sent += workers[i].sent;
		received += workers[i].received;
	}
	if (shared->counter != WORKERS * ROUNDS)
		verdict_fail(verdict, "counted to %lu under the mutex, expected %d",
			     shared->counter, WORKERS * ROUNDS);
	else if (sent != received)
		verdict_fail(verdict, "tokens of %lu went into the pipe, of %lu came out",
			     sent, received);
	else
		verdict_pass(verdict, "%d workers, %d rounds in %lld us",
			     WORKERS, ROUNDS,
			     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}

void test_contention(struct verdict *verdict)
{
	struct shared shared = { .unlocked = fault_planted("unlocked") };
	struct worker workers[WORKERS] = { 0 };
	int64_t begin = monotonic_ns();
	int i, error;

	pthread_mutex_init(&shared.mutex, NULL);
	pthread_barrier_init(&shared.start, NULL, WORKERS);
	if (pipe(shared.pipe) < 0) {
		verdict_fail(verdict, "pipe: %s", strerror(errno));
		return;
	}
	for (i = 0; i < WORKERS; i++) {
		workers[i].shared = &shared;
		workers[i].number = i;
		error = pthread_create(&workers[i].thread, NULL, work,
				       &workers[i]);
		if (error) {
			verdict_fail(verdict, "thread %d: %s", i,
				     strerror(error));
			return;
		}
	}
	for (i = 0; i < WORKERS; i++)
		pthread_join(workers[i].thread, NULL);
	judge(&shared, workers, begin, verdict);
}
