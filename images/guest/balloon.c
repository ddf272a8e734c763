// SPDX-License-Identifier: GPL-2.0
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "balloon.h"
#include "clock.h"
#include "faults.h"
#include "text_file.h"

#define CURRENT		"/sys/devices/system/xen_memory/xen_memory0/info/current_kb"
/* What must stay as it is. */
#define KEPT_WORDS	(1024 * 1024)
/* As long as it moves, it may take its time. */
#define PATIENCE	(8 * NSEC_PER_SEC)

bool balloon_current(unsigned long *kb)
{
	char text[64];

	return read_text(CURRENT, text, sizeof(text)) > 0 &&
	       sscanf(text, "%lu", kb) == 1;
}

bool balloon_reach(unsigned long kb, balloon_ask ask, struct verdict *verdict)
{
	unsigned long now = 0, before = 0;
	int64_t moved = monotonic_ns();

	if (!fault_planted("balloon-stuck") && !ask(kb, verdict))
		return false;
	while (balloon_current(&now) && now != kb) {
		if (now != before)
			moved = monotonic_ns();
		before = now;
		if (monotonic_ns() - moved > PATIENCE) {
			verdict_late(verdict, "the guest stays at %lu KiB, asked for %lu",
				     now, kb);
			return false;
		}
		usleep(5000);
	}
	return now == kb;
}

/* No two words are the same, so a page in the place of another is seen. */
static void fill(uint32_t *kept)
{
	uint32_t i;

	for (i = 0; i < KEPT_WORDS; i++)
		kept[i] = i * 2654435761u;
}

static bool is_kept(const uint32_t *kept)
{
	uint32_t i;

	for (i = 0; i < KEPT_WORDS; i++)
		if (kept[i] != i * 2654435761u)
			return false;
	return true;
}

/* The memory that came back is touched while the old is looked at. */
static bool use_returned(void)
{
	size_t size = BALLOON_GIVEN_KB / 2 * 1024, at;
	atomic_char *bytes;
	bool fine = true;

	bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (bytes == MAP_FAILED)
		return false;
	for (at = 0; at < size; at += 4096) {
		fine = fine && !bytes[at];
		bytes[at] = 1;
	}
	munmap(bytes, size);
	return fine;
}

static bool inflate_and_deflate(unsigned long before, uint32_t *kept,
				balloon_ask ask, struct verdict *verdict)
{
	fill(kept);
	if (!balloon_reach(before - BALLOON_GIVEN_KB, ask, verdict))
		return false;
	if (fault_planted("balloon-page"))
		kept[KEPT_WORDS / 2] ^= 1;
	if (!is_kept(kept)) {
		verdict_fail(verdict, "a page in use changed while memory was given away");
		return false;
	}
	if (!balloon_reach(before, ask, verdict))
		return false;
	if (!use_returned()) {
		verdict_fail(verdict, "the memory that came back is not empty");
		return false;
	}
	if (!is_kept(kept)) {
		verdict_fail(verdict, "a page in use changed while memory came back");
		return false;
	}
	return true;
}

bool balloon_cycle(unsigned long before, balloon_ask ask,
		   struct verdict *verdict)
{
	uint32_t *kept = malloc(KEPT_WORDS * sizeof(*kept));
	bool fine;

	if (!kept) {
		verdict_fail(verdict, "no memory for the pages to be kept");
		return false;
	}
	fine = inflate_and_deflate(before, kept, ask, verdict);
	free(kept);
	return fine;
}
