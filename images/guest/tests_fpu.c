// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests.h"

#if defined(__x86_64__)

#include <sys/syscall.h>

#define ROUNDS		200
#define REGISTERS	8

struct fpu_state {
	unsigned char xmm[REGISTERS][16];
	double st0;
};

static sig_atomic_t received;

/* Leaves nothing of the interrupted code in the registers it looks at. */
static void on_signal(int signo)
{
	(void)signo;
	received++;
	asm volatile("pxor %%xmm0, %%xmm0\n\tpxor %%xmm1, %%xmm1\n\t"
		     "pxor %%xmm2, %%xmm2\n\tpxor %%xmm3, %%xmm3\n\t"
		     "pxor %%xmm4, %%xmm4\n\tpxor %%xmm5, %%xmm5\n\t"
		     "pxor %%xmm6, %%xmm6\n\tpxor %%xmm7, %%xmm7\n\t"
		     "fninit\n\tfldpi\n\tfstp %%st(0)"
		     : : : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
			   "xmm6", "xmm7", "st");
}

/*
 * Loads the registers, sends a signal to this process, stores the registers.
 * No C runs in between, so only the kernel can have changed them.
 */
static long across_signal(const struct fpu_state *before,
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
		     "fldl 0x80(%[in])\n\t"
		     "syscall\n\t"
		     "movdqu %%xmm0, 0x00(%[out])\n\t"
		     "movdqu %%xmm1, 0x10(%[out])\n\t"
		     "movdqu %%xmm2, 0x20(%[out])\n\t"
		     "movdqu %%xmm3, 0x30(%[out])\n\t"
		     "movdqu %%xmm4, 0x40(%[out])\n\t"
		     "movdqu %%xmm5, 0x50(%[out])\n\t"
		     "movdqu %%xmm6, 0x60(%[out])\n\t"
		     "movdqu %%xmm7, 0x70(%[out])\n\t"
		     "fstpl 0x80(%[out])"
		     : "=a" (ret)
		     : "0" ((long)SYS_kill), "D" ((long)getpid()),
		       "S" ((long)SIGUSR1), [in] "r" (before),
		       [out] "r" (after)
		     : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3",
		       "xmm4", "xmm5", "xmm6", "xmm7", "st");
	return ret;
}

static void make_state(struct fpu_state *state, int round)
{
	unsigned char *bytes = &state->xmm[0][0];
	size_t i;

	for (i = 0; i < sizeof(state->xmm); i++)
		bytes[i] = i * 7 + round;
	state->st0 = round + 0.5;
}

void test_fpu(struct verdict *verdict)
{
	struct fpu_state before, after;
	long ret;
	int i;

	signal(SIGUSR1, on_signal);
	for (i = 0; i < ROUNDS; i++) {
		make_state(&before, i);
		memset(&after, 0, sizeof(after));
		ret = across_signal(&before, &after);
		if (ret || received != i + 1) {
			verdict_fail(verdict, "signal %d: kill gave %ld, %d received",
				     i, ret, (int)received);
			return;
		}
		if (memcmp(&before, &after, sizeof(before))) {
			verdict_fail(verdict, "registers changed across signal %d",
				     i);
			return;
		}
	}
	verdict_pass(verdict, "xmm0-7 and st(0) kept across %d signals", ROUNDS);
}

#else

void test_fpu(struct verdict *verdict)
{
	verdict_skip(verdict, "not written for this architecture");
}

#endif
