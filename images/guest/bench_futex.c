// SPDX-License-Identifier: GPL-2.0
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench.h"

static uint32_t word;

bool bench_prepare_futex(void)
{
	word = 1;
	return !syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* The wait comes back at once: the word is not what it waits for. */
void bench_futex(unsigned int iterations)
{
	while (iterations--) {
		syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
		syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
	}
}
