// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fpu.h"

const char *const fpu_registers = "f0-7";
const size_t fpu_state_size = 64;

void fpu_wipe(void)
{
	asm volatile("xxlxor 0, 0, 0\n\t"
		     "xxlxor 1, 1, 1\n\t"
		     "xxlxor 2, 2, 2\n\t"
		     "xxlxor 3, 3, 3\n\t"
		     "xxlxor 4, 4, 4\n\t"
		     "xxlxor 5, 5, 5\n\t"
		     "xxlxor 6, 6, 6\n\t"
		     "xxlxor 7, 7, 7\n\t"
		     "xxlxor 32, 32, 32\n\t"
		     "xxlxor 33, 33, 33\n\t"
		     "xxlxor 34, 34, 34\n\t"
		     "xxlxor 35, 35, 35"
		     : : : "fr0", "fr1", "fr2", "fr3", "fr4", "fr5", "fr6",
			   "fr7", "v0", "v1", "v2", "v3");
}

long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after)
{
	/* Before: a call may use the registers named below. */
	long pid = getpid();

	register long r0 asm("r0") = SYS_kill;
	register long r3 asm("r3") = pid;
	register long r4 asm("r4") = SIGUSR1;

	/* A system call may change r0, r3 to r12, ctr, xer and cr0. */
	asm volatile("lfd 0, 0(%[in])\n\t"
		     "lfd 1, 8(%[in])\n\t"
		     "lfd 2, 16(%[in])\n\t"
		     "lfd 3, 24(%[in])\n\t"
		     "lfd 4, 32(%[in])\n\t"
		     "lfd 5, 40(%[in])\n\t"
		     "lfd 6, 48(%[in])\n\t"
		     "lfd 7, 56(%[in])\n\t"
		     "sc\n\t"
		     "stfd 0, 0(%[out])\n\t"
		     "stfd 1, 8(%[out])\n\t"
		     "stfd 2, 16(%[out])\n\t"
		     "stfd 3, 24(%[out])\n\t"
		     "stfd 4, 32(%[out])\n\t"
		     "stfd 5, 40(%[out])\n\t"
		     "stfd 6, 48(%[out])\n\t"
		     "stfd 7, 56(%[out])"
		     : "+r" (r0), "+r" (r3), "+r" (r4)
		     : [in] "b" (before), [out] "b" (after)
		     : "memory", "cr0", "ctr", "xer", "r5", "r6", "r7", "r8",
		       "r9", "r10", "r11", "r12", "fr0", "fr1", "fr2", "fr3",
		       "fr4", "fr5", "fr6", "fr7");
	return r3;
}
