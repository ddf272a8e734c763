// SPDX-License-Identifier: GPL-2.0
#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "card.h"
#include "clock.h"
#include "wire_applet.h"

#define PATIENCE	(180 * NSEC_PER_SEC)

/* Cards come one after the other, and their links when the guest wants them. */
static int await_card(const char *name)
{
	int64_t until = monotonic_ns() + PATIENCE;
	int fd = -1;

	while (fd < 0 && monotonic_ns() < until) {
		fd = card_open(name);
		if (fd < 0)
			usleep(20000);
	}
	return fd;
}

/* What the other card does not take just now is lost, as on any wire. */
static bool carry(int from, int to)
{
	char frame[65536];
	ssize_t len = recv(from, frame, sizeof(frame), 0);

	if (len > 0)
		send(to, frame, len, 0);
	return len >= 0;
}

int wire_applet(int argc, char **argv)
{
	struct pollfd ends[2];
	int i;

	if (argc != 3) {
		fputs("usage: wire CARD CARD\n", stderr);
		return 2;
	}
	for (i = 0; i < 2; i++) {
		ends[i].fd = await_card(argv[i + 1]);
		ends[i].events = POLLIN;
		if (ends[i].fd < 0) {
			fprintf(stderr, "wire: %s does not come up\n",
				argv[i + 1]);
			return 1;
		}
	}
	while (poll(ends, 2, -1) > 0)
		for (i = 0; i < 2; i++)
			if (ends[i].revents &&
			    !carry(ends[i].fd, ends[!i].fd))
				return 0;
	return 1;
}
