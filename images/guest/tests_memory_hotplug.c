// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "balloon.h"
#include "faults.h"
#include "host_request.h"
#include "tests.h"
#include "text_file.h"

/* Documentation/admin-guide/mm/memory-hotplug.rst */
#define BLOCKS		"/sys/devices/system/memory/memory*"
#define BLOCK_SIZE	"/sys/devices/system/memory/block_size_bytes"
#define POLICY		"/sys/devices/system/memory/auto_online_blocks"
#define ADDED_KB	(64 * 1024UL)
/* Left to whoever else is there. */
#define SPARED_KB	(24 * 1024UL)
/* Documentation/admin-guide/mm/pagemap.rst */
#define PAGEMAP_PFN	((UINT64_C(1) << 55) - 1)

/* What the toolstack counts is more than what the guest does, by as much. */
static unsigned long host_only_kb;

/* As drivers/xen/Kconfig has it, at XEN_BALLOON_MEMORY_HOTPLUG. */
static bool ask_host(unsigned long kb, struct verdict *verdict)
{
	static const char *const requests[] = { "mem-max", "mem-set" };
	char answer[HOST_ANSWER_SIZE];
	char request[64];
	size_t i;

	for (i = 0; i < 2; i++) {
		snprintf(request, sizeof(request), "%s %lu", requests[i],
			 kb + host_only_kb);
		if (!host_ask(request, answer, verdict))
			return false;
	}
	return true;
}

/* New blocks are of no use until someone takes them online. */
static bool take_online(struct verdict *verdict)
{
	int fd = open(POLICY, O_WRONLY | O_CLOEXEC);
	bool fine = fault_planted("memory-offline") ||
		    (fd >= 0 && write(fd, "online", 6) == 6);

	if (!fine)
		verdict_fail(verdict, POLICY ": %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return fine;
}

/* The page frame behind the highest memory block. */
static uint64_t end_of_memory(void)
{
	uint64_t block = 0, end = 0;
	glob_t blocks;
	char text[32];
	size_t i;

	if (read_text(BLOCK_SIZE, text, sizeof(text)) > 0)
		block = strtoull(text, NULL, 16) / getpagesize();
	if (glob(BLOCKS, 0, NULL, &blocks))
		return 0;
	for (i = 0; i < blocks.gl_pathc; i++) {
		const char *number = strrchr(blocks.gl_pathv[i], 'y') + 1;
		uint64_t behind = (strtoull(number, NULL, 10) + 1) * block;

		if (behind > end)
			end = behind;
	}
	globfree(&blocks);
	return end;
}

static unsigned long available_kb(void)
{
	static char text[4096];
	char *at;

	if (read_text("/proc/meminfo", text, sizeof(text)) < 0)
		return 0;
	at = strstr(text, "MemAvailable:");
	return at ? strtoul(at + strlen("MemAvailable:"), NULL, 10) : 0;
}

/* How many of the pages lie behind the old end of memory; -1: cannot be read. */
static long count_new(const uint64_t *words, size_t pages, uint64_t old_end)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uintptr_t first = (uintptr_t)words / getpagesize();
	long found = 0;
	uint64_t entry;
	size_t i;

	for (i = 0; i < pages && found >= 0; i++) {
		if (pread(fd, &entry, sizeof(entry),
			  (first + i) * sizeof(entry)) != sizeof(entry))
			found = -1;
		else if ((entry & PAGEMAP_PFN) >= old_end)
			found++;
	}
	if (fd >= 0)
		close(fd);
	return found;
}

/* Each page says which it is, so one in the place of another is seen. */
static bool is_usable(uint64_t *words, size_t pages, struct verdict *verdict)
{
	size_t step = getpagesize() / sizeof(*words), i;

	for (i = 0; i < pages; i++)
		words[i * step] = i + 1;
	for (i = 0; i < pages && words[i * step] == i + 1; i++)
		;
	if (i == pages)
		return true;
	verdict_fail(verdict, "page %zu of %zu holds %llu", i, pages,
		     (unsigned long long)words[i * step]);
	return false;
}

/* Nearly all that is free is used: the new memory must be among it. */
static void use_all(uint64_t old_end, struct verdict *verdict)
{
	size_t size = (available_kb() - SPARED_KB) * 1024;
	size_t pages = size / getpagesize();
	uint64_t *words;
	long found;

	words = mmap(NULL, size, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (words == MAP_FAILED) {
		verdict_fail(verdict, "mmap of %zu KiB: %s", size / 1024,
			     strerror(errno));
		return;
	}
	if (!is_usable(words, pages, verdict))
		return;
	found = count_new(words, pages, old_end);
	if (found * getpagesize() < (long)ADDED_KB * 1024 / 2)
		verdict_fail(verdict, "of %zu pages in use, %ld are of the new memory",
			     pages, found);
	else
		verdict_pass(verdict, "%lu KiB more; of %zu pages in use, %ld are new",
			     ADDED_KB, pages, found);
}

/* More memory than the guest began with: "xl mem-max", "xl mem-set". */
void test_memory_hotplug(struct verdict *verdict)
{
	uint64_t old_end = end_of_memory();
	unsigned long guest_kb;
	char target[32];

	if (!host_serves(verdict))
		return;
	if (!old_end || !balloon_current(&guest_kb)) {
		verdict_fail(verdict, "no memory blocks, or no balloon, in a guest of Xen");
		return;
	}
	if (!host_told("memory/target", target, sizeof(target), verdict))
		return;
	host_only_kb = strtoul(target, NULL, 10) - guest_kb;
	if (take_online(verdict) &&
	    balloon_reach(guest_kb + ADDED_KB, ask_host, verdict))
		use_all(old_end, verdict);
}
