/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_FPU_H
#define TB_FPU_H

#include <stddef.h>

/* Floating-point and vector registers, as one arch/NAME/fpu.c each knows them. */
#define FPU_STATE_SIZE	136

struct fpu_state {
	unsigned char bytes[FPU_STATE_SIZE];
};

/* Which registers are looked at, in words. */
extern const char *const fpu_registers;

/* How many bytes of the state they fill. */
extern const size_t fpu_state_size;

/* Leaves nothing in the registers of what was there. */
void fpu_wipe(void);

/*
 * Loads the registers, sends SIGUSR1 to this process, stores the registers: no
 * C runs in between, so only the kernel can have changed them. Returns what
 * kill(2) did.
 */
long fpu_across_signal(const struct fpu_state *before,
		       struct fpu_state *after);

#endif
