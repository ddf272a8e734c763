// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fpu.h"

const char *const fpu_registers = "v0-7";
const size_t fpu_state_size = 128;

void fpu_wipe(void)
{
	asm volatile("movi v0.16b, #0\n\t"
		     "movi v1.16b, #0\n\t"
		     "movi v2.16b, #0\n\t"
		     "movi v3.16b, #0\n\t"
		     "movi v4.16b, #0\n\t"
		     "movi v5.16b, #0\n\t"
		     "movi v6.16b, #0\n\t"
		     "movi v7.16b, #0"
		     : : : "v0", "v1", "v2", "v3", "v4", "v5", "v6",
			   "v7");
}

long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after)
{
	/* Before: a call may use the registers named below. */
	long pid = getpid();

	register long x0 asm("x0") = pid;
	register long x1 asm("x1") = SIGUSR1;
	register long x8 asm("x8") = SYS_kill;

	asm volatile("ldp q0, q1, [%[in], #0]\n\t"
		     "ldp q2, q3, [%[in], #32]\n\t"
		     "ldp q4, q5, [%[in], #64]\n\t"
		     "ldp q6, q7, [%[in], #96]\n\t"
		     "svc #0\n\t"
		     "stp q0, q1, [%[out], #0]\n\t"
		     "stp q2, q3, [%[out], #32]\n\t"
		     "stp q4, q5, [%[out], #64]\n\t"
		     "stp q6, q7, [%[out], #96]"
		     : "+r" (x0)
		     : "r" (x1), "r" (x8), [in] "r" (before),
		       [out] "r" (after)
		     : "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6",
		       "v7");
	return x0;
}
