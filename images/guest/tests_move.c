// SPDX-License-Identifier: GPL-2.0
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "faults.h"
#include "host_request.h"
#include "tests.h"
#include "workload.h"

/*
 * The guest asks before the host begins and hears of it after the host is done:
 * its clock saw at least what the host's saw, and not much more; how much, is a
 * matter of how busy the machine is.
 */
#define ROUNDING	(100 * NSEC_PER_MSEC)
#define LATENESS	(10 * NSEC_PER_SEC)

/* Each domain has a number of its own: this is another one after a move. */
static bool domain_number(char *id, size_t size, struct verdict *verdict)
{
	return host_told("domid", id, size, verdict);
}

/* A clock that stood still while the guest did is one that lost that time. */
static int64_t now(void)
{
	return fault_planted("moved-clock") ? monotonic_ns() : boottime_ns();
}

static bool is_right(int64_t guest_ns, int64_t host_ns,
		     struct verdict *verdict)
{
	if (guest_ns + ROUNDING >= host_ns && guest_ns <= 2 * host_ns + LATENESS)
		return true;
	verdict_fail(verdict, "the guest's clock went on by %lld ms, the host's by %lld ms",
		     (long long)(guest_ns / NSEC_PER_MSEC),
		     (long long)(host_ns / NSEC_PER_MSEC));
	return false;
}

static bool is_another(const char *before, struct verdict *verdict)
{
	char after[16];

	if (!domain_number(after, sizeof(after), verdict))
		return false;
	if (strcmp(before, after))
		return true;
	verdict_fail(verdict, "the host says that it is done, and the guest is still domain %s",
		     after);
	return false;
}

/* While the workload runs. */
static void be_moved(const char *request, struct verdict *verdict)
{
	int64_t begin, mono, guest_ns, mono_ns, host_ns;
	char answer[HOST_ANSWER_SIZE], before[16];

	if (!domain_number(before, sizeof(before), verdict))
		return;
	begin = now();
	mono = monotonic_ns();
	if (!host_ask(request, answer, verdict))
		return;
	mono_ns = monotonic_ns() - mono;
	guest_ns = now() - begin;
	workload_strike();
	host_ns = strtoll(answer, NULL, 10) * NSEC_PER_MSEC;
	if (is_another(before, verdict) &&
	    is_right(guest_ns, host_ns, verdict) && workload_goes_on(verdict))
		verdict_pass(verdict, "%lld ms by its clock, %lld by the host's; %lld of them it stood still",
			     (long long)(guest_ns / NSEC_PER_MSEC),
			     (long long)(host_ns / NSEC_PER_MSEC),
			     (long long)((guest_ns - mono_ns) / NSEC_PER_MSEC));
}

static void run_move(const char *request, struct verdict *verdict)
{
	struct verdict last;

	if (!host_serves(verdict) || !workload_start(verdict))
		return;
	be_moved(request, verdict);
	/* One that hangs is not waited for: it has its verdict. */
	if (verdict->outcome == OUTCOME_PASS && !workload_stop(&last))
		*verdict = last;
}

/* "xl save", "xl restore": all of it goes into a file and comes out again. */
void test_save_restore(struct verdict *verdict)
{
	run_move("save-restore", verdict);
}

/* "xl migrate" to the same machine: it runs on while most of it is copied. */
void test_migrate(struct verdict *verdict)
{
	run_move("migrate", verdict);
}
