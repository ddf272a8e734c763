// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>

#include "balloon.h"
#include "clock.h"
#include "host_request.h"
#include "tests.h"

/* What the toolstack counts is more than what the guest does, by as much. */
static unsigned long host_only_kb;

/* What the hypervisor counted whenever it was asked for another size. */
static unsigned long most_kb, least_kb;

static void remember(const char *mib)
{
	unsigned long kb = strtoul(mib, NULL, 10) * 1024;

	if (kb > most_kb)
		most_kb = kb;
	if (!least_kb || kb < least_kb)
		least_kb = kb;
}

/* Asked twice, for less and for more; the answer is what it had till then. */
static bool ask_host(unsigned long kb, struct verdict *verdict)
{
	char answer[HOST_ANSWER_SIZE];
	char request[64];

	snprintf(request, sizeof(request), "mem-set %lu", kb + host_only_kb);
	if (!host_ask(request, HOST_PATIENCE, answer, verdict))
		return false;
	remember(answer);
	return true;
}

static bool cycle(unsigned long guest_kb, struct verdict *verdict)
{
	char answer[HOST_ANSWER_SIZE];
	unsigned long after;

	if (!balloon_cycle(guest_kb, ask_host, verdict) ||
	    !host_ask("memory", HOST_PATIENCE, answer, verdict))
		return false;
	after = strtoul(answer, NULL, 10) * 1024;
	if (after == most_kb && least_kb + BALLOON_GIVEN_KB == most_kb)
		return true;
	verdict_fail(verdict, "%d KiB went and came; the hypervisor counts %lu, %lu, %lu",
		     BALLOON_GIVEN_KB, most_kb, least_kb, after);
	return false;
}

/* The same balloon, moved from outside: "xl mem-set". */
void test_host_memory(struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	unsigned long guest_kb;
	char target[32];

	if (!host_serves(verdict))
		return;
	if (!balloon_current(&guest_kb)) {
		verdict_fail(verdict, "no balloon in a guest of Xen");
		return;
	}
	if (!host_told("memory/target", target, sizeof(target), verdict))
		return;
	host_only_kb = strtoul(target, NULL, 10) - guest_kb;
	if (cycle(guest_kb, verdict))
		verdict_pass(verdict, "%d KiB went and came back in %lld us, by both counts",
			     BALLOON_GIVEN_KB,
			     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}
