/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_BENCH_MARK_H
#define TB_BENCH_MARK_H

#include <stdint.h>

/* images/counter/counter.c knows the marks of x86 alone. */
#define bench_mark(number)	((void)(number))

/*
 * The timebase has 512 ticks a microsecond, and QEMU counts instructions as
 * nanoseconds: what is counted is right to two of them.
 */
static inline uint64_t bench_count(void)
{
	uint64_t ticks;

	asm volatile("mftb %0" : "=r"(ticks) : : "memory");
	return ticks * 125 / 64;
}

/* Two instructions a loop. */
static inline void bench_loop(unsigned long loops)
{
	asm volatile("1: addic. %0, %0, -1; bne 1b"
		     : "+r"(loops) : : "cc", "xer");
}

#endif
