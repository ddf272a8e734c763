// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "clock.h"
#include "console_quiet.h"

/*
 * A message is in /dev/kmsg before it is on the console, and another CPU may
 * still be busy printing it: that long it takes at most, and longer than
 * PATIENCE nobody waits for a kernel that does not stop talking.
 */
#define QUIET		(50 * NSEC_PER_MSEC)
#define PATIENCE	(1000 * NSEC_PER_MSEC)
#define NAP_USEC	10000

void console_quiet_open(struct console_quiet *quiet, int fd)
{
	quiet->kmsg = -1;
	quiet->last_message = monotonic_ns();
	if (!isatty(fd))
		return;
	quiet->kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (quiet->kmsg >= 0)
		lseek(quiet->kmsg, 0, SEEK_END);
}

bool console_quiet_broken(struct console_quiet *quiet)
{
	bool broken = false;
	char entry[8192];
	ssize_t len;

	if (quiet->kmsg < 0)
		return false;
	for (;;) {
		len = read(quiet->kmsg, entry, sizeof(entry));
		/* EPIPE: so many came that some are overwritten already. */
		if (len <= 0 && !(len < 0 && errno == EPIPE))
			break;
		broken = true;
	}
	if (broken)
		quiet->last_message = monotonic_ns();
	return broken;
}

void console_quiet_wait(struct console_quiet *quiet)
{
	int64_t begin = monotonic_ns(), now = begin;

	if (quiet->kmsg < 0)
		return;
	console_quiet_broken(quiet);
	while (now - quiet->last_message < QUIET && now - begin < PATIENCE) {
		usleep(NAP_USEC);
		console_quiet_broken(quiet);
		now = monotonic_ns();
	}
}
