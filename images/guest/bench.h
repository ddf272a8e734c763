/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_BENCH_H
#define TB_BENCH_H

#include "record.h"

/*
 * What a bench_*.c file measures. The figure is the number of instructions
 * that the whole machine executes while run() does its iterations: the guest's
 * own in user and kernel mode, and those of what lies under it.
 *
 * Under QEMU's "-icount shift=0" the TSC counts instructions, one by one
 * (docs/devel/tcg-icount.rst). An instruction with a rep prefix counts once
 * for each repetition. Nothing here may sleep on a timer: with "sleep=off" an
 * idle machine's clock jumps ahead, and the jump would count.
 *
 * One batch of iterations is to stay well below one tick (four million
 * instructions at 250 Hz), so that most batches see none. Of BENCH_BATCHES the
 * smallest count is taken: whatever else happened to fall into the others is
 * not the workload's.
 */
struct bench {
	const char *name;
	unsigned int iterations;
	/* Returns false, with errno set, where it cannot be measured here. */
	bool (*prepare)(void);
	void (*run)(unsigned int iterations);
};

#define BENCH_BATCHES	32

/* Marks: here a batch begins, here it ends, here was the workload's last one. */
#define BENCH_MARK_BEGIN	0x7b000000
#define BENCH_MARK_END		0x7e000000
#define BENCH_MARK_DONE		0x7d000000

/*
 * Every workload in a child of its own, so that none finds what another left
 * behind. `only`: the name of the one to run; all of them where it is empty.
 * `timed`: in nanoseconds of the guest's clock, where the machine does not
 * count.
 */
void bench_run_all(struct record_stream *stream, const char *only, bool timed);

bool bench_prepare_nothing(void);
bool bench_prepare_files(void);
bool bench_prepare_memory(void);
bool bench_prepare_signals(void);
bool bench_prepare_pipes(void);
bool bench_prepare_ring(void);
bool bench_prepare_futex(void);

void bench_syscall_null(unsigned int iterations);
void bench_syscall_read(unsigned int iterations);
void bench_syscall_write(unsigned int iterations);
void bench_syscall_stat(unsigned int iterations);
void bench_syscall_open(unsigned int iterations);
void bench_clock_gettime(unsigned int iterations);
void bench_proc_fork(unsigned int iterations);
void bench_proc_exec(unsigned int iterations);
void bench_mmap(unsigned int iterations);
void bench_pagefault(unsigned int iterations);
void bench_mprotect(unsigned int iterations);
void bench_mmap_stress(unsigned int iterations);
void bench_memory_copy(unsigned int iterations);
void bench_memory_read(unsigned int iterations);
void bench_signal_install(unsigned int iterations);
void bench_signal_catch(unsigned int iterations);
void bench_pipe(unsigned int iterations);
void bench_ring(unsigned int iterations);
void bench_yield(unsigned int iterations);
void bench_futex(unsigned int iterations);
void bench_files(unsigned int iterations);
void bench_messages(unsigned int iterations);

/* argv[0] under which this binary does nothing but leave again. */
#define BENCH_EXEC_APPLET	"bench-exec"

#endif
