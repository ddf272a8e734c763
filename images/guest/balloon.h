/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_BALLOON_H
#define TB_BALLOON_H

#include <stdbool.h>

#include "test.h"

/* What goes to the hypervisor and comes back. */
#define BALLOON_GIVEN_KB	(16 * 1024)

/*
 * Asks for so much memory, in KiB as the guest counts. False when that cannot
 * be asked for: the verdict says why.
 */
typedef bool (*balloon_ask)(unsigned long kb, struct verdict *verdict);

/* How much the guest has; false where there is no Xen balloon. */
bool balloon_current(unsigned long *kb);

/*
 * Asks for so much memory and waits until the kernel has it. False when it does
 * not come to that: the verdict says why.
 */
bool balloon_reach(unsigned long kb, balloon_ask ask, struct verdict *verdict);

/*
 * Gives memory away and gets it back, with pages in use. False when something
 * is wrong with the memory or with its count: the verdict says what.
 */
bool balloon_cycle(unsigned long before, balloon_ask ask,
		   struct verdict *verdict);

#endif
