// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "faults.h"
#include "host_request.h"
#include "tests.h"

#define CALLED		"/run/called-"
#define PATIENCE	(20 * NSEC_PER_SEC)

int called_applet(const char *name)
{
	int fd = open(!strcmp(name, "reboot") ? CALLED "reboot" :
		      CALLED "poweroff", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return fd < 0;
}

/* The program that the kernel calls when it is told to go down: this one. */
static bool offer(const char *program, struct verdict *verdict)
{
	if (fault_planted("unheard"))
		return true;
	mkdir("/sbin", 0755);
	if (!symlink("/init", program) || errno == EEXIST)
		return true;
	verdict_fail(verdict, "%s: %s", program, strerror(errno));
	return false;
}

static void be_told(const char *request, const char *program,
		    const char *called, struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	char answer[HOST_ANSWER_SIZE];
	int64_t until;

	if (!host_serves(verdict) || !offer(program, verdict) ||
	    !host_ask(request, HOST_PATIENCE, answer, verdict))
		return;
	until = monotonic_ns() + PATIENCE;
	while (access(called, F_OK)) {
		if (monotonic_ns() > until) {
			verdict_late(verdict, "the host asked, and the kernel did not call %s",
				     program);
			return;
		}
		usleep(10000);
	}
	verdict_pass(verdict, "the kernel called %s, in %lld us", program,
		     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
}

/*
 * "xl shutdown" and "xl reboot": the kernel leaves the order to user space, and
 * user space obeys when it has said all that it has to say. The kernel takes
 * one such order in its life.
 */
void test_host_shutdown(struct verdict *verdict)
{
	be_told("shutdown", "/sbin/poweroff", CALLED "poweroff", verdict);
}

void test_host_reboot(struct verdict *verdict)
{
	be_told("reboot", "/sbin/reboot", CALLED "reboot", verdict);
}
