// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "card.h"
#include "clock.h"
#include "crc32.h"
#include "faults.h"
#include "tests.h"

/* Two cards on one wire that leads nowhere else. */
#define ONE		"eth0"
#define OTHER		"eth1"
#define FRAMES		64
#define PAYLOAD		1024
/*
 * In use, fewer at a time; and where some may be lost, a frame is sent again
 * each second, for as long as it may take until the cards are connected again.
 */
#define FRAMES_IN_USE	8
#define SENDINGS	60

struct frame {
	struct ether_header header;
	uint32_t number;
	uint32_t crc;
	uint8_t bytes[PAYLOAD];
};

/* Frames that were sent again may come twice; of older ones there is no need. */
static bool receive(int fd, uint32_t number, struct frame *got)
{
	do {
		if (recv(fd, got, sizeof(*got), 0) != sizeof(*got))
			return false;
	} while (got->number < number);
	return true;
}

static void fill(struct frame *frame, uint32_t number)
{
	int i;

	memset(frame, 0, sizeof(*frame));
	memset(&frame->header, 0xff, sizeof(frame->header));
	/* A source may not be a group; this one is administered locally. */
	frame->header.ether_shost[0] = 0x02;
	frame->header.ether_type = htons(CARD_ETHERTYPE);
	frame->number = number;
	for (i = 0; i < PAYLOAD; i++)
		frame->bytes[i] = (number + i) * 167;
	frame->crc = crc32(0, frame->bytes, PAYLOAD);
	if (number == FRAMES / 2 && fault_planted("frame-bit"))
		frame->bytes[PAYLOAD / 2] ^= 1;
}

/* One frame over the wire; each is awaited, so that none may be dropped. */
static bool carry(int from, int to, uint32_t number, int sendings,
		  struct verdict *verdict)
{
	struct frame sent, got;
	bool arrived = false;

	fill(&sent, number);
	while (!arrived && sendings--) {
		if (send(from, &sent, sizeof(sent), 0) != sizeof(sent) &&
		    !sendings) {
			verdict_fail(verdict, "frame %u cannot be sent: %s",
				     number, strerror(errno));
			return false;
		}
		arrived = receive(to, number, &got);
	}
	if (!arrived) {
		verdict_late(verdict, "frame %u does not arrive: %s", number,
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

static int open_patient(const char *name, int seconds)
{
	struct timeval patience = { .tv_sec = seconds };
	int fd = card_open(name);

	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
			   sizeof(patience));
	return fd;
}

static bool open_both(int patience, int *one, int *other,
		      struct verdict *verdict)
{
	if (!if_nametoindex(ONE) || !if_nametoindex(OTHER)) {
		verdict_skip(verdict, "no two network cards");
		return false;
	}
	*one = open_patient(ONE, patience);
	*other = open_patient(OTHER, patience);
	if (*one >= 0 && *other >= 0)
		return true;
	verdict_fail(verdict, "the cards cannot be opened: %s",
		     strerror(errno));
	return false;
}

static void exchange(int one, int other, uint32_t number, int frames,
		     int sendings, struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	uint32_t end = number + frames;

	for (; number < end; number += 2)
		if (!carry(one, other, number, sendings, verdict) ||
		    !carry(other, one, number + 1, sendings, verdict))
			return;
	verdict_pass(verdict, "%d frames of %zu bytes there and back in %lld us",
		     frames, sizeof(struct frame),
		     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}

void test_network(struct verdict *verdict)
{
	int one, other;

	if (!open_both(CARD_PATIENCE, &one, &other, verdict))
		return;
	exchange(one, other, 0, FRAMES, 1, verdict);
	close(one);
	close(other);
}

/*
 * Opened once: while a move is under way, a card has no link. No number comes
 * twice: what was sent again may arrive in a later turn.
 */
void network_in_use(struct verdict *verdict)
{
	static int one = -1, other = -1;
	static uint32_t number;

	if (one < 0 && !open_both(1, &one, &other, verdict))
		return;
	exchange(one, other, number, FRAMES_IN_USE, SENDINGS, verdict);
	number += FRAMES_IN_USE;
}
