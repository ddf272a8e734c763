// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "array_size.h"
#include "bench.h"
#include "bench_mark.h"

/*
 * What each executes, and which paravirt operations of Linux it crosses (the
 * members of pv_ops, arch/x86/include/asm/paravirt_types.h; "entry": the
 * system call's way in and out, which for a PV guest of Xen leads through Xen).
 * lat_* and bw_* are lmbench's, in its order, without its timing.
 */
static const struct bench benches[] = {
	/* getppid(2): entry, nothing else. */
	{ "lat_syscall/null", 500, bench_prepare_nothing, bench_syscall_null },
	/* One byte of /dev/zero: entry, copy to user. */
	{ "lat_syscall/read", 500, bench_prepare_files, bench_syscall_read },
	/* One byte to /dev/null: entry. */
	{ "lat_syscall/write", 500, bench_prepare_files, bench_syscall_write },
	/* stat(2) of a file on tmpfs: entry, path walk. */
	{ "lat_syscall/stat", 200, bench_prepare_files, bench_syscall_stat },
	/* open(2) and close(2) of it: entry, slab, task work. */
	{ "lat_syscall/open-close", 200, bench_prepare_files, bench_syscall_open },
	/* CLOCK_MONOTONIC by the system call: time.sched_clock is not in it. */
	{ "clock_gettime", 400, bench_prepare_nothing, bench_clock_gettime },
	/* rt_sigaction(2): entry, irq.disable and enable. */
	{ "lat_sig/install", 400, bench_prepare_signals, bench_signal_install },
	/* kill(2) of itself with a handler: entry twice, the signal frame. */
	{ "lat_sig/catch", 200, bench_prepare_signals, bench_signal_catch },
	/* A byte to another process and back: cpu.load_sp0, load_tls, mmu.write_cr3. */
	{ "lat_pipe", 100, bench_prepare_pipes, bench_pipe },
	/* A byte around a ring of four processes: the same, four address spaces. */
	{ "lat_ctx", 50, bench_prepare_ring, bench_ring },
	/* sched_yield(2) with nobody else there: entry, the run queue's lock. */
	{ "sched_yield", 400, bench_prepare_nothing, bench_yield },
	/* futex(2), wake and a wait that need not wait: entry, hash bucket lock. */
	{ "futex", 200, bench_prepare_futex, bench_futex },
	/* fork(2), exit, wait: mmu.dup_mmap, exit_mmap, set_pte, alloc_pte. */
	{ "lat_proc/fork", 1, bench_prepare_nothing, bench_proc_fork },
	/* The same with execve(2) of this binary: mmu.enter_mmap, load_gs too. */
	{ "lat_proc/exec", 1, bench_prepare_nothing, bench_proc_exec },
	/* mmap(2) of 1 MiB, a byte of every fourth page, munmap: set_pte, flush_tlb. */
	{ "lat_mmap", 1, bench_prepare_nothing, bench_mmap },
	/* A first touch of a page, 64 pages: the #PF entry, mmu.read_cr2, set_pte. */
	{ "lat_pagefault", 1, bench_prepare_memory, bench_pagefault },
	/* mprotect(2) of 16 touched pages there and back: mmu.ptep_modify_prot. */
	{ "mprotect", 4, bench_prepare_memory, bench_mprotect },
	/* mmap, munmap, mremap, touches in an order from a fixed seed: all of mmu. */
	{ "mmap_stress", 24, bench_prepare_memory, bench_mmap_stress },
	/* memcpy of 256 KiB: no kernel at all, the control. */
	{ "bw_mem/copy", 4, bench_prepare_memory, bench_memory_copy },
	/* Reads 256 KiB, a word at a time. */
	{ "bw_mem/read", 4, bench_prepare_memory, bench_memory_read },
	/* Create, write 4 KiB, unlink on tmpfs: entry, slab, page allocator. */
	{ "file_create", 20, bench_prepare_files, bench_files },
	/*
	 * What hackbench does, in small, as the Debian package's is linked
	 * dynamically: two senders, two receivers, 100-byte messages on UNIX
	 * sockets; processes made and waited for, entry, context switches.
	 */
	{ "hackbench", 1, bench_prepare_nothing, bench_messages },
};

struct sample {
	uint64_t count;
	int error;
};

bool bench_prepare_nothing(void)
{
	return true;
}

static uint64_t batch(const struct bench *bench)
{
	uint64_t begin, end;

	begin = bench_count();
	bench_mark(BENCH_MARK_BEGIN);
	bench->run(bench->iterations);
	bench_mark(BENCH_MARK_END);
	end = bench_count();
	return end - begin;
}

static uint64_t nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static uint64_t timed_batch(const struct bench *bench)
{
	uint64_t begin = nanoseconds();

	bench->run(bench->iterations);
	return nanoseconds() - begin;
}

struct meter {
	const char *unit;
	uint64_t (*batch)(const struct bench *bench);
};

static const struct meter counter = { "instructions", batch };
static const struct meter timer = { "nanoseconds", timed_batch };

static struct sample measure(const struct bench *bench,
			     const struct meter *meter)
{
	struct sample sample = { .count = UINT64_MAX };
	uint64_t count;
	int i;

	errno = 0;
	if (!bench->prepare()) {
		sample.error = errno ?: EIO;
		return sample;
	}
	for (i = 0; i < BENCH_BATCHES; i++) {
		count = meter->batch(bench);
		if (count < sample.count)
			sample.count = count;
	}
	bench_mark(BENCH_MARK_DONE);
	return sample;
}

static void run_child(const struct bench *bench, const struct meter *meter,
		      int fd)
{
	struct sample sample = measure(bench, meter);

	if (write(fd, &sample, sizeof(sample)) != sizeof(sample))
		_exit(1);
	_exit(0);
}

static void run_one(struct record_stream *stream, const struct bench *bench,
		    const struct meter *meter)
{
	struct sample sample = { .error = ECHILD };
	int status, fds[2];
	char why[128];
	pid_t pid;

	if (pipe(fds) < 0)
		return;
	pid = fork();
	if (!pid)
		run_child(bench, meter, fds[1]);
	close(fds[1]);
	if (pid > 0 && read(fds[0], &sample, sizeof(sample)) != sizeof(sample))
		sample.error = ECHILD;
	close(fds[0]);
	/* Partners of the workload are children of PID 1 by now. */
	while (waitpid(-1, &status, 0) > 0)
		;
	if (!sample.error) {
		record_metric(stream, bench->name, bench->iterations,
			      sample.count, meter->unit);
		return;
	}
	snprintf(why, sizeof(why), "not measured: %s", strerror(sample.error));
	record_test(stream, bench->name, "skip", why);
}

#define LOOPS		1000
#define TRIES		8

/* Two instructions a loop, and what reading the counter takes. */
static uint64_t loop_count(unsigned long loops)
{
	uint64_t begin = bench_count();

	bench_loop(loops);
	return bench_count() - begin;
}

static uint64_t least_loop_count(unsigned long loops)
{
	uint64_t least = UINT64_MAX, count;
	int i;

	for (i = 0; i < TRIES; i++) {
		count = loop_count(loops);
		if (count < least)
			least = count;
	}
	return least;
}

/* Without this no figure is one: the TSC may count time, or be scaled. */
static void check_tsc(struct record_stream *stream)
{
	uint64_t more = least_loop_count(2 * LOOPS) - least_loop_count(LOOPS);
	char detail[80];

	snprintf(detail, sizeof(detail), "%d instructions counted as %llu",
		 2 * LOOPS, (unsigned long long)more);
	record_test(stream, "tsc-counts-instructions",
		    more == 2 * LOOPS ? "pass" : "fail", detail);
}

/* A clock that goes on once a tick can time nothing that is shorter. */
static void check_clock(struct record_stream *stream)
{
	uint64_t begin, end, step = UINT64_MAX;
	char detail[80];
	int i;

	/* clock_getres() tells of timers, not of what is read here. */
	for (i = 0; i < TRIES; i++) {
		begin = nanoseconds();
		do {
			end = nanoseconds();
		} while (end == begin);
		if (end - begin < step)
			step = end - begin;
	}
	snprintf(detail, sizeof(detail), "its smallest step was %llu ns",
		 (unsigned long long)step);
	record_test(stream, "clock-times-nanoseconds",
		    step < 100000 ? "pass" : "fail", detail);
}

void bench_run_all(struct record_stream *stream, const char *only, bool timed)
{
	const struct meter *meter = timed ? &timer : &counter;
	size_t i;

	if (timed)
		check_clock(stream);
	else
		check_tsc(stream);
	for (i = 0; i < ARRAY_SIZE(benches); i++)
		if (!*only || !strcmp(only, benches[i].name))
			run_one(stream, &benches[i], meter);
}
