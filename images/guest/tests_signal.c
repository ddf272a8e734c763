// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fault_address.h"
#include "tests.h"

#define ROUNDS		100

static sig_atomic_t received;
static siginfo_t last;
static sigjmp_buf after_fault;

static void on_signal(int signo, siginfo_t *info, void *context)
{
	(void)signo;
	(void)context;
	last = *info;
	received++;
}

static void on_fault(int signo, siginfo_t *info, void *context)
{
	(void)context;
	last = *info;
	siglongjmp(after_fault, signo);
}

static int install(int signo, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = {
		.sa_sigaction = handler,
		.sa_flags = SA_SIGINFO,
	};

	return sigaction(signo, &action, NULL);
}

static const char *to_self(void)
{
	int i;

	if (install(SIGUSR1, on_signal) < 0)
		return strerror(errno);
	for (i = 1; i <= ROUNDS; i++) {
		/* Not blocked: delivered before kill(2) returns. */
		if (kill(getpid(), SIGUSR1) < 0)
			return strerror(errno);
		if (received != i)
			return "SIGUSR1 not delivered";
	}
	if (last.si_signo != SIGUSR1 || last.si_code != SI_USER ||
	    last.si_pid != getpid())
		return "siginfo of SIGUSR1 is wrong";
	return NULL;
}

static const char *fault_at(const char *page, size_t offset, int code)
{
	const char *address = page + offset;

	if (!sigsetjmp(after_fault, 1)) {
		asm volatile("" : : "r" (*(volatile char *)address));
		return "no SIGSEGV";
	}
	if (last.si_signo != SIGSEGV ||
	    (uintptr_t)last.si_addr !=
	    ((uintptr_t)address & ~FAULT_ADDRESS_LOST))
		return "SIGSEGV with a wrong si_addr";
	if (last.si_code != code)
		return "SIGSEGV with a wrong si_code";
	return NULL;
}

static const char *faults(void)
{
	const char *error;
	char *page;

	if (install(SIGSEGV, on_fault) < 0)
		return strerror(errno);
	page = mmap(NULL, getpagesize(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
	if (page == MAP_FAILED)
		return strerror(errno);
	error = fault_at(page, 123, SEGV_ACCERR);
	if (error)
		return error;
	munmap(page, getpagesize());
	return fault_at(page, 321, SEGV_MAPERR);
}

void test_signal(struct verdict *verdict)
{
	const char *error;

	error = to_self();
	if (!error)
		error = faults();
	if (error)
		verdict_fail(verdict, "%s", error);
	else
		verdict_pass(verdict, "%d x SIGUSR1 to self; 2 x SIGSEGV at the right address",
			     ROUNDS);
}
