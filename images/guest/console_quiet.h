/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel prints to the same console, from any CPU, in the middle of our
 * lines if it happens to. It cannot be kept from that without losing its
 * messages; but every one of them also shows in /dev/kmsg.
 */
#ifndef TB_CONSOLE_QUIET_H
#define TB_CONSOLE_QUIET_H

#include <stdbool.h>
#include <stdint.h>

struct console_quiet {
	int kmsg;
	int64_t last_message;	/* CLOCK_MONOTONIC, nanoseconds */
};

/* Watches only when fd is a terminal; a file has no second writer. */
void console_quiet_open(struct console_quiet *quiet, int fd);

/* Waits until the kernel has said nothing for a moment; not for ever. */
void console_quiet_wait(struct console_quiet *quiet);

/* Has the kernel said anything since the last look? */
bool console_quiet_broken(struct console_quiet *quiet);

#endif
