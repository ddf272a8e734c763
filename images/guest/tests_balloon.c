// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "clock.h"
#include "faults.h"
#include "tests.h"
#include "text_file.h"

#define BALLOON		"/sys/devices/system/xen_memory/xen_memory0/"
#define TARGET		BALLOON "target_kb"
#define CURRENT		BALLOON "info/current_kb"
/* What goes to the hypervisor and comes back, and what must stay as it is. */
#define GIVEN_KB	(16 * 1024)
#define KEPT_WORDS	(1024 * 1024)
#define PATIENCE	(8 * NSEC_PER_SEC)

static bool read_kb(const char *path, unsigned long *kb)
{
	char text[64];

	return read_text(path, text, sizeof(text)) > 0 &&
	       sscanf(text, "%lu", kb) == 1;
}

static bool write_target(unsigned long kb)
{
	char text[32];
	int fd, len;
	bool fine;

	len = snprintf(text, sizeof(text), "%lu", kb);
	fd = open(TARGET, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	fine = write(fd, text, len) == len;
	close(fd);
	return fine;
}

/* Asks for so much memory and waits until the kernel has it. */
static bool reach(unsigned long kb, struct verdict *verdict)
{
	int64_t until = monotonic_ns() + PATIENCE;
	unsigned long now = 0;

	if (!fault_planted("balloon-stuck") && !write_target(kb)) {
		verdict_fail(verdict, TARGET ": %s", strerror(errno));
		return false;
	}
	while (read_kb(CURRENT, &now) && now != kb) {
		if (monotonic_ns() > until) {
			verdict_fail(verdict, "stays at %lu KiB, asked for %lu",
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
	size_t size = GIVEN_KB / 2 * 1024, at;
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

static void inflate_and_deflate(unsigned long before, uint32_t *kept,
				struct verdict *verdict)
{
	int64_t begin = monotonic_ns();

	fill(kept);
	if (!reach(before - GIVEN_KB, verdict))
		return;
	if (fault_planted("balloon-page"))
		kept[KEPT_WORDS / 2] ^= 1;
	if (!is_kept(kept)) {
		verdict_fail(verdict, "a page in use changed while memory was given away");
		return;
	}
	if (!reach(before, verdict))
		return;
	if (!use_returned())
		verdict_fail(verdict, "the memory that came back is not empty");
	else if (!is_kept(kept))
		verdict_fail(verdict, "a page in use changed while memory came back");
	else
		verdict_pass(verdict, "%d KiB went and came back in %lld us",
			     GIVEN_KB,
			     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}

/*
 * KVM shows Xen's interface to HVM guests without its memory: the kernel's
 * balloon ends in a BUG() there. Such a guest has QEMU's own firmware tables,
 * where Xen's say "Xen".
 */
static bool is_shown_by_kvm(void)
{
	char type[16], vendor[32];

	return read_text("/sys/hypervisor/guest_type", type,
			 sizeof(type)) > 0 &&
	       !strcmp(type, "HVM") &&
	       read_text("/sys/class/dmi/id/sys_vendor", vendor,
			 sizeof(vendor)) > 0 &&
	       !strncmp(vendor, "QEMU", 4);
}

/* Xen's balloon, moved by the guest itself as "xl mem-set" moves it. */
void test_balloon(struct verdict *verdict)
{
	unsigned long before;
	uint32_t *kept;

	if (!read_kb(CURRENT, &before)) {
		verdict_skip(verdict, "no Xen balloon here");
		return;
	}
	if (is_shown_by_kvm()) {
		verdict_skip(verdict, "KVM shows Xen's interface without its memory");
		return;
	}
	kept = malloc(KEPT_WORDS * sizeof(*kept));
	if (!kept) {
		verdict_fail(verdict, "no memory for the pages to be kept");
		return;
	}
	inflate_and_deflate(before, kept, verdict);
	free(kept);
}
