// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "flask.h"
#include "tests.h"

/* Xen's xen/include/public/xsm/flask_op.h */
#define FLASK_GETENFORCE	2
#define FLASK_RELABEL_DOMAIN	24
#define FLASK_INTERFACE		1
/* The label dom0 has anyway: xen/xsm/flask/policy/initial_sids. */
#define SID_DOM0		3
#define DOMID_SELF		0x7ff0

#define PATIENCE_S		2

struct flask_op {
	uint32_t cmd;
	uint32_t interface_version;
	uint32_t domid;
	uint32_t sid;
	/* The longest of the other operations. */
	uint32_t rest[30];
};

/* include/uapi/xen/privcmd.h */
struct privcmd_hypercall {
	uint64_t op;
	uint64_t arg[5];
};

#define PRIVCMD_HYPERCALL	_IOC(_IOC_NONE, 'P', 0, \
				     sizeof(struct privcmd_hypercall))
#define HYPERVISOR_XSM_OP	27

static void interrupt(int signal)
{
	(void)signal;
}

/*
 * Since XSA-482 (Linux commit 453b8fb68f36) any domain but dom0 waits in there
 * until Xenstore is up, and one without Xenstore for ever: EINTR then.
 */
static int open_privcmd(void)
{
	struct sigaction on_alarm = { .sa_handler = interrupt }, before;
	int fd, error;

	sigaction(SIGALRM, &on_alarm, &before);
	alarm(PATIENCE_S);
	fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	error = errno;
	alarm(0);
	sigaction(SIGALRM, &before, NULL);
	errno = error;
	return fd;
}

/* What Xen answers; negative where it refuses, or there is no Xen or FLASK. */
static int flask(uint32_t cmd)
{
	/* Xen reads it in place: it must not be paged in then. */
	struct flask_op op = {
		.cmd = cmd,
		.interface_version = FLASK_INTERFACE,
		.domid = DOMID_SELF,
		.sid = SID_DOM0,
	};
	struct privcmd_hypercall call = {
		.op = HYPERVISOR_XSM_OP,
		.arg = { (uintptr_t)&op },
	};
	int fd = open_privcmd();
	int answer;

	if (fd < 0)
		return -1;
	mlock(&op, sizeof(op));
	answer = ioctl(fd, PRIVCMD_HYPERCALL, &call);
	munlock(&op, sizeof(op));
	close(fd);
	return answer;
}

void flask_report(struct record_stream *stream)
{
	int enforcing = flask(FLASK_GETENFORCE);

	if (enforcing >= 0)
		record_fact(stream, "flask.enforcing", enforcing ? "1" : "0");
	else if (errno == EINTR)
		record_fact(stream, "xen.privcmd", "open waits for ever");
}

/*
 * Dom0 may nearly everything by Xen's own policy, but not relabel itself: Xen
 * refuses, and says so in its log ("avc: denied"). Other domains get no
 * hypercalls out of privcmd.
 */
void test_flask(struct verdict *verdict)
{
	if (flask(FLASK_GETENFORCE) < 0)
		verdict_skip(verdict, "no FLASK here, or not for us to ask");
	else if (flask(FLASK_RELABEL_DOMAIN) >= 0)
		verdict_fail(verdict, "Xen did what its policy forbids");
	else
		verdict_pass(verdict, "Xen refused what its policy forbids");
}
