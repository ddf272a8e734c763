/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_WORKLOAD_H
#define TB_WORKLOAD_H

#include <stdbool.h>

#include "test.h"

/*
 * Threads that use what a machine has, over and over, each watching its own
 * thing: the clock, a timer, memory, the disk and the network where they are.
 * False when a thread cannot be had: the verdict says so.
 */
bool workload_start(struct verdict *verdict);

/*
 * Waits until each has come round once more. False: the verdict says which did
 * not, or what it saw.
 */
bool workload_goes_on(struct verdict *verdict);

/* A fault that tests plant: the timer or a page does not outlive a move. */
void workload_strike(void);

/*
 * Ends all, and waits for each: none may hang. Then each one's last word counts,
 * too.
 */
bool workload_stop(struct verdict *verdict);

#endif
