/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_BENCH_MARK_H
#define TB_BENCH_MARK_H

#include <stdint.h>

/* Any register will do; this one is in both modes. */
#ifdef __x86_64__
#define BENCH_MARK_BASE		"rax"
#else
#define BENCH_MARK_BASE		"eax"
#endif

/* An instruction that does nothing, and that images/counter/counter.c knows. */
#define bench_mark(number)						\
	({								\
		asm volatile("nopl %c0(%%" BENCH_MARK_BASE ")"	\
			     : : "i"(number) : "memory");		\
	})

static inline uint64_t bench_count(void)
{
	uint32_t low, high;

	asm volatile("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

/* Two instructions a loop. */
static inline void bench_loop(unsigned long loops)
{
	asm volatile("1: dec %0; jnz 1b" : "+r"(loops));
}

#endif
