// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "flask.h"
#include "tests.h"
#include "text_file.h"

/* Xen's xen/include/public/xsm/flask_op.h */
#define FLASK_GETENFORCE	2
#define FLASK_SETENFORCE	3
#define FLASK_INTERFACE		1

struct flask_op {
	uint32_t cmd;
	uint32_t interface_version;
	uint32_t enforcing;
	/* The longest of the other operations. */
	uint32_t rest[31];
};

/* include/uapi/xen/privcmd.h */
struct privcmd_hypercall {
	uint64_t op;
	uint64_t arg[5];
};

#define PRIVCMD_HYPERCALL	_IOC(_IOC_NONE, 'P', 0, \
				     sizeof(struct privcmd_hypercall))
#define HYPERVISOR_XSM_OP	27

/* XENFEAT_dom0 */
#define FEATURE_DOM0		(1UL << 11)

/* What Xen answers; negative where it refuses, or there is no Xen or FLASK. */
static int flask(uint32_t cmd, uint32_t enforcing)
{
	/* Xen reads it in place: it must not be paged in then. */
	struct flask_op op = {
		.cmd = cmd,
		.interface_version = FLASK_INTERFACE,
		.enforcing = enforcing,
	};
	struct privcmd_hypercall call = {
		.op = HYPERVISOR_XSM_OP,
		.arg = { (uintptr_t)&op },
	};
	int fd = open("/dev/xen/privcmd", O_RDWR | O_CLOEXEC);
	int answer;

	if (fd < 0)
		return -1;
	mlock(&op, sizeof(op));
	answer = ioctl(fd, PRIVCMD_HYPERCALL, &call);
	munlock(&op, sizeof(op));
	close(fd);
	return answer;
}

static bool is_dom0(void)
{
	char text[32];

	return read_text("/sys/hypervisor/properties/features", text,
			 sizeof(text)) > 0 &&
	       strtoul(text, NULL, 16) & FEATURE_DOM0;
}

void flask_report(struct record_stream *stream)
{
	int enforcing = flask(FLASK_GETENFORCE, 0);

	if (enforcing >= 0)
		record_fact(stream, "flask.enforcing", enforcing ? "1" : "0");
}

/* A guest may not switch the policy off: Xen refuses, and says so in its log. */
void test_flask(struct verdict *verdict)
{
	if (flask(FLASK_GETENFORCE, 0) < 0)
		verdict_skip(verdict, "no FLASK here");
	else if (is_dom0())
		verdict_skip(verdict, "dom0 may change the policy");
	else if (flask(FLASK_SETENFORCE, 0) >= 0 ||
		 flask(FLASK_GETENFORCE, 0) != 1)
		verdict_fail(verdict, "a guest switched enforcement off");
	else
		verdict_pass(verdict, "Xen refused to stop enforcing");
}
