// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "card.h"
#include "clock.h"

static bool bring_up(int fd, const char *name)
{
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
	if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
		return false;
	request.ifr_flags |= IFF_UP | IFF_PROMISC;
	return ioctl(fd, SIOCSIFFLAGS, &request) >= 0;
}

/* What is sent before the kernel has seen the link come up is dropped. */
static bool await_link(int fd, const char *name)
{
	int64_t until = monotonic_ns() + CARD_PATIENCE * NSEC_PER_SEC;
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
	while (ioctl(fd, SIOCGIFFLAGS, &request) >= 0) {
		if (request.ifr_flags & IFF_RUNNING)
			return true;
		if (monotonic_ns() > until)
			break;
		usleep(5000);
	}
	return false;
}

int card_open(const char *name)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(CARD_ETHERTYPE),
		.sll_ifindex = if_nametoindex(name),
	};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC,
			htons(CARD_ETHERTYPE));

	if (fd < 0)
		return -1;
	if (bring_up(fd, name) && await_link(fd, name) &&
	    !bind(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}
