// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <string.h>

#include "fpu.h"
#include "tests.h"

#define ROUNDS		200

static sig_atomic_t received;

static void on_signal(int signo)
{
	(void)signo;
	received++;
	fpu_wipe();
}

/* Other values in each round; what no register takes stays zero. */
static void fill(struct fpu_state *state, int round)
{
	size_t i;

	memset(state, 0, sizeof(*state));
	for (i = 0; i < fpu_state_size; i++)
		state->bytes[i] = i * 7 + round;
}

void test_fpu(struct verdict *verdict)
{
	struct fpu_state before, after;
	long ret;
	int i;

	if (!*fpu_registers) {
		verdict_skip(verdict, "not written for this architecture");
		return;
	}
	signal(SIGUSR1, on_signal);
	for (i = 0; i < ROUNDS; i++) {
		fill(&before, i);
		memset(&after, 0, sizeof(after));
		ret = fpu_across_signal(&before, &after);
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
	verdict_pass(verdict, "%s kept across %d signals", fpu_registers,
		     ROUNDS);
}
