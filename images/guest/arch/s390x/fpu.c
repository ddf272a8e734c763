// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fpu.h"

const char *const fpu_registers = "f0-7";
const size_t fpu_state_size = 64;

void fpu_wipe(void)
{
	asm volatile("lzdr %%f0\n\t"
		     "lzdr %%f1\n\t"
		     "lzdr %%f2\n\t"
		     "lzdr %%f3\n\t"
		     "lzdr %%f4\n\t"
		     "lzdr %%f5\n\t"
		     "lzdr %%f6\n\t"
		     "lzdr %%f7"
		     : : : "f0", "f1", "f2", "f3", "f4", "f5", "f6",
			   "f7");
}

long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after)
{
	/* Before: a call may use the registers named below. */
	long pid = getpid();

	register long r1 asm("1") = SYS_kill;
	register long r2 asm("2") = pid;
	register long r3 asm("3") = SIGUSR1;

	asm volatile("ld %%f0, 0(%[in])\n\t"
		     "ld %%f1, 8(%[in])\n\t"
		     "ld %%f2, 16(%[in])\n\t"
		     "ld %%f3, 24(%[in])\n\t"
		     "ld %%f4, 32(%[in])\n\t"
		     "ld %%f5, 40(%[in])\n\t"
		     "ld %%f6, 48(%[in])\n\t"
		     "ld %%f7, 56(%[in])\n\t"
		     "svc 0\n\t"
		     "std %%f0, 0(%[out])\n\t"
		     "std %%f1, 8(%[out])\n\t"
		     "std %%f2, 16(%[out])\n\t"
		     "std %%f3, 24(%[out])\n\t"
		     "std %%f4, 32(%[out])\n\t"
		     "std %%f5, 40(%[out])\n\t"
		     "std %%f6, 48(%[out])\n\t"
		     "std %%f7, 56(%[out])"
		     : "+d" (r2)
		     : "d" (r1), "d" (r3), [in] "a" (before),
		       [out] "a" (after)
		     : "memory", "f0", "f1", "f2", "f3", "f4", "f5", "f6",
		       "f7");
	return r2;
}
