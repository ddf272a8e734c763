// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "relay_applet.h"

#define NAP_USEC	20000
/* The last words are in the domain's ring until xenconsoled has run. */
#define QUIET		(500 * NSEC_PER_MSEC)

static volatile sig_atomic_t ending;

static void end(int signal)
{
	(void)signal;
	ending = 1;
}

static bool write_all(const char *bytes, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(STDOUT_FILENO, bytes, len);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			bytes += done;
			len -= done;
		}
	}
	return true;
}

/* The file is made when the guest's first byte comes. */
static int await_log(const char *path, off_t offset)
{
	int fd = -1;

	while (fd < 0 && !ending) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			usleep(NAP_USEC);
	}
	if (fd < 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		lseek(fd, offset, SEEK_SET);
	return fd;
}

static int follow(int fd)
{
	int64_t grew = monotonic_ns();
	char bytes[65536];
	ssize_t len;

	while (!ending || monotonic_ns() - grew < QUIET) {
		len = read(fd, bytes, sizeof(bytes));
		if (len > 0) {
			if (!write_all(bytes, len))
				return 1;
			grew = monotonic_ns();
			continue;
		}
		/* Quiet counts from the call to end, at the earliest. */
		if (!ending)
			grew = monotonic_ns();
		usleep(NAP_USEC);
	}
	return 0;
}

int relay_applet(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = end };
	int fd;

	if (argc != 3) {
		fputs("usage: relay LOG OFFSET\n", stderr);
		return 2;
	}
	sigaction(SIGTERM, &action, NULL);
	fd = await_log(argv[1], strtoul(argv[2], NULL, 10));
	return fd < 0 ? 0 : follow(fd);
}
