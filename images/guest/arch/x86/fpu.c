// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fpu.h"

#ifdef __x86_64__

const char *const fpu_registers = "xmm0-7 and st(0)";
const size_t fpu_state_size = 136;

void fpu_wipe(void)
{
	asm volatile("pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\t"
		     "pxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
		     "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\t"
		     "pxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
		     "fninit\n\tfldpi\n\tfstp %%st(0)"
		     : : : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
			   "xmm6", "xmm7", "st");
}

long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after)
{
	long ret;

	asm volatile("movdqu 0x00(%[in]), %%xmm0\n\t"
		     "movdqu 0x10(%[in]), %%xmm1\n\t"
		     "movdqu 0x20(%[in]), %%xmm2\n\t"
		     "movdqu 0x30(%[in]), %%xmm3\n\t"
		     "movdqu 0x40(%[in]), %%xmm4\n\t"
		     "movdqu 0x50(%[in]), %%xmm5\n\t"
		     "movdqu 0x60(%[in]), %%xmm6\n\t"
		     "movdqu 0x70(%[in]), %%xmm7\n\t"
		     "fildll 0x80(%[in])\n\t"
		     "syscall\n\t"
		     "movdqu %%xmm0, 0x00(%[out])\n\t"
		     "movdqu %%xmm1, 0x10(%[out])\n\t"
		     "movdqu %%xmm2, 0x20(%[out])\n\t"
		     "movdqu %%xmm3, 0x30(%[out])\n\t"
		     "movdqu %%xmm4, 0x40(%[out])\n\t"
		     "movdqu %%xmm5, 0x50(%[out])\n\t"
		     "movdqu %%xmm6, 0x60(%[out])\n\t"
		     "movdqu %%xmm7, 0x70(%[out])\n\t"
		     "fistpll 0x80(%[out])"
		     : "=a" (ret)
		     : "0" ((long)SYS_kill), "D" ((long)getpid()),
		       "S" ((long)SIGUSR1), [in] "r" (before),
		       [out] "r" (after)
		     : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3",
		       "xmm4", "xmm5", "xmm6", "xmm7", "st");
	return ret;
}

#else

/* Not written for 32 bits: nothing is looked at. */
const char *const fpu_registers = "";

const size_t fpu_state_size;

void fpu_wipe(void)
{
}

long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after)
{
	(void)before;
	(void)after;
	return -1;
}

#endif
