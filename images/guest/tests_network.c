// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "clock.h"
#include "crc32.h"
#include "faults.h"
#include "tests.h"

/* Two cards on one wire that leads nowhere else. */
#define ONE		"eth0"
#define OTHER		"eth1"
/* An EtherType that IEEE 802 leaves to experiments. */
#define ETHERTYPE	0x88b5
#define FRAMES		64
#define PAYLOAD		1024
#define PATIENCE_SEC	5

struct frame {
	struct ether_header header;
	uint32_t number;
	uint32_t crc;
	uint8_t bytes[PAYLOAD];
};

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
	int64_t until = monotonic_ns() + PATIENCE_SEC * NSEC_PER_SEC;
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

/* A socket of raw frames on one card, or -1. */
static int open_card(const char *name)
{
	struct timeval patience = { .tv_sec = PATIENCE_SEC };
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETHERTYPE),
		.sll_ifindex = if_nametoindex(name),
	};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETHERTYPE));

	if (fd < 0)
		return -1;
	if (bring_up(fd, name) && await_link(fd, name) &&
	    !bind(fd, (struct sockaddr *)&address, sizeof(address)) &&
	    !setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
			sizeof(patience)))
		return fd;
	close(fd);
	return -1;
}

static void fill(struct frame *frame, uint32_t number)
{
	int i;

	memset(frame, 0, sizeof(*frame));
	memset(&frame->header, 0xff, sizeof(frame->header));
	/* A source may not be a group; this one is administered locally. */
	frame->header.ether_shost[0] = 0x02;
	frame->header.ether_type = htons(ETHERTYPE);
	frame->number = number;
	for (i = 0; i < PAYLOAD; i++)
		frame->bytes[i] = (number + i) * 167;
	frame->crc = crc32(0, frame->bytes, PAYLOAD);
	if (number == FRAMES / 2 && fault_planted("frame-bit"))
		frame->bytes[PAYLOAD / 2] ^= 1;
}

/* One frame over the wire; each is awaited, so that none may be dropped. */
static bool carry(int from, int to, uint32_t number, struct verdict *verdict)
{
	struct frame sent, got;

	fill(&sent, number);
	if (send(from, &sent, sizeof(sent), 0) != sizeof(sent)) {
		verdict_fail(verdict, "frame %u cannot be sent: %s", number,
			     strerror(errno));
		return false;
	}
	if (recv(to, &got, sizeof(got), 0) != sizeof(got)) {
		verdict_fail(verdict, "frame %u does not arrive: %s", number,
			     strerror(errno));
		return false;
	}
	if (got.number != number ||
	    got.crc != crc32(0, got.bytes, PAYLOAD)) {
		verdict_fail(verdict, "frame %u arrived as frame %u, or damaged",
			     number, got.number);
		return false;
	}
	return true;
}

void test_network(struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	int one = open_card(ONE), other = open_card(OTHER);
	uint32_t number;

	if (!if_nametoindex(ONE) || !if_nametoindex(OTHER)) {
		verdict_skip(verdict, "no two network cards");
		return;
	}
	if (one < 0 || other < 0) {
		verdict_fail(verdict, "the cards cannot be opened: %s",
			     strerror(errno));
		return;
	}
	for (number = 0; number < FRAMES; number += 2)
		if (!carry(one, other, number, verdict) ||
		    !carry(other, one, number + 1, verdict))
			return;
	verdict_pass(verdict, "%d frames of %zu bytes there and back in %lld us",
		     FRAMES, sizeof(struct frame),
		     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}
