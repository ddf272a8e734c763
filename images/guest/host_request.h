/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a guest asks of the host that runs it: to be moved, to get other memory
 * or CPUs. images/README.md has the requests, and how they travel.
 */
#ifndef TB_HOST_REQUEST_H
#define TB_HOST_REQUEST_H

#include <stdbool.h>

#include "test.h"

#define HOST_ANSWER_SIZE	256

/*
 * Seconds for what xl does at once, and for a move, which copies all memory by
 * the CPU that the guest runs on: fewer than a platform's clocks let the guest
 * be silent, so that it can say that nobody answered.
 */
#define HOST_PATIENCE		40
#define HOST_MOVE_PATIENCE	150

/* False where nobody promised a host that obeys; the verdict is a skip then. */
bool host_serves(struct verdict *verdict);

/*
 * Asks, and waits so long until the host has done it; the answer is what it said
 * besides. False when it refuses or does not answer: the verdict says so.
 */
bool host_ask(const char *request, int seconds, char answer[HOST_ANSWER_SIZE],
	      struct verdict *verdict);

/* The guest's own node in xenstore as text. False: the verdict says why. */
bool host_told(const char *path, char *value, size_t size,
	       struct verdict *verdict);

#endif
