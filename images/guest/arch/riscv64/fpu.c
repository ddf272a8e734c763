// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fpu.h"

const char *const fpu_registers = "f0-7";
const size_t fpu_state_size = 64;

void fpu_wipe(void)
{
	asm volatile("fmv.d.x f0, zero\n\t"
		     "fmv.d.x f1, zero\n\t"
		     "fmv.d.x f2, zero\n\t"
		     "fmv.d.x f3, zero\n\t"
		     "fmv.d.x f4, zero\n\t"
		     "fmv.d.x f5, zero\n\t"
		     "fmv.d.x f6, zero\n\t"
		     "fmv.d.x f7, zero"
		     : : : "f0", "f1", "f2", "f3", "f4", "f5", "f6",
			   "f7");
}

long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after)
{
	/* Before: a call may use the registers named below. */
	long pid = getpid();

	register long a0 asm("a0") = pid;
	register long a1 asm("a1") = SIGUSR1;
	register long a7 asm("a7") = SYS_kill;

	asm volatile("fld f0, 0(%[in])\n\t"
		     "fld f1, 8(%[in])\n\t"
		     "fld f2, 16(%[in])\n\t"
		     "fld f3, 24(%[in])\n\t"
		     "fld f4, 32(%[in])\n\t"
		     "fld f5, 40(%[in])\n\t"
		     "fld f6, 48(%[in])\n\t"
		     "fld f7, 56(%[in])\n\t"
		     "ecall\n\t"
		     "fsd f0, 0(%[out])\n\t"
		     "fsd f1, 8(%[out])\n\t"
		     "fsd f2, 16(%[out])\n\t"
		     "fsd f3, 24(%[out])\n\t"
		     "fsd f4, 32(%[out])\n\t"
		     "fsd f5, 40(%[out])\n\t"
		     "fsd f6, 48(%[out])\n\t"
		     "fsd f7, 56(%[out])"
		     : "+r" (a0)
		     : "r" (a1), "r" (a7), [in] "r" (before),
		       [out] "r" (after)
		     : "memory", "f0", "f1", "f2", "f3", "f4", "f5", "f6",
		       "f7");
	return a0;
}
