// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "balloon.h"
#include "clock.h"
#include "tests.h"
#include "text_file.h"

#define TARGET		"/sys/devices/system/xen_memory/xen_memory0/target_kb"

static bool write_target(unsigned long kb, struct verdict *verdict)
{
	char text[32];
	int fd, len;
	bool fine;

	len = snprintf(text, sizeof(text), "%lu", kb);
	fd = open(TARGET, O_WRONLY | O_CLOEXEC);
	fine = fd >= 0 && write(fd, text, len) == len;
	if (!fine)
		verdict_fail(verdict, TARGET ": %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return fine;
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

/* Xen's balloon, moved by the guest itself. */
void test_balloon(struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	unsigned long before;

	if (!balloon_current(&before)) {
		verdict_skip(verdict, "no Xen balloon here");
		return;
	}
	if (is_shown_by_kvm()) {
		verdict_skip(verdict, "KVM shows Xen's interface without its memory");
		return;
	}
	if (balloon_cycle(before, write_target, verdict))
		verdict_pass(verdict, "%d KiB went and came back in %lld us",
			     BALLOON_GIVEN_KB,
			     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}
