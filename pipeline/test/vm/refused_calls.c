// SPDX-License-Identifier: GPL-2.0-only
/*
 * refused_calls.c - PID 1 of a test: what the sandbox's filter does to system calls.
 *
 * Calls have the numbers of this compiler's headers, not those that the filter was
 * made of. Each is made by a child that has the filter, as root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"

#define FILE_NAME "/tmp/file"

struct call {
	const char *name;
	long number;
	long arguments[5];
};

/* Addresses are those of nothing: what is refused is refused before it is looked at. */
static const struct call calls[] = {
#define CALL(name, ...) { #name, __NR_##name, { __VA_ARGS__ } }
#include "calls.h"
};

static int as_root_with_filter(void)
{
	struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(struct sock_filter),
		.filter = (struct sock_filter *)filter,
	};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void say(const char *name, long result)
{
	char line[128];
	int log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	int n = snprintf(line, sizeof(line), "call %s: %s\n", name,
			 result == -1 ? strerrorname_np(errno) : "done");

	if (write(log, line, n) != n)
		_exit(2);
	close(log);
}

/* The flags stand where the C library puts them on this machine. */
static int child(void *unused)
{
	(void)unused;
	return 0;
}

static void say_clone(const char *name, int flags)
{
	static long stack[8192];

	say(name, clone(child, stack + 8192, flags, NULL));
}

static void try_calls(void)
{
	if (as_root_with_filter()) {
		say("seccomp", -1);
		return;
	}
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		const long *a = calls[i].arguments;

		errno = 0;
		say(calls[i].name, syscall(calls[i].number, a[0], a[1], a[2], a[3], a[4]));
	}
	say("chmod-0755", fchmodat(AT_FDCWD, FILE_NAME, 0755, 0));
	say("chmod-4755", fchmodat(AT_FDCWD, FILE_NAME, 04755, 0));
	say("open-0644", openat(AT_FDCWD, "/tmp/a", O_CREAT | O_WRONLY, 0644));
	say("open-4755", openat(AT_FDCWD, "/tmp/b", O_CREAT | O_WRONLY, 04755));
	say("open-4755-old", openat(AT_FDCWD, FILE_NAME, O_RDONLY, 04755));
	say("mknod-4755", mknodat(AT_FDCWD, "/tmp/c", S_IFREG | 04755, 0));
	say("socket-unix", syscall(__NR_socket, 1, 1, 0));
	say("socket-vsock", syscall(__NR_socket, 40, 1, 0));
	say("tiocsti", ioctl(0, TIOCSTI, "x"));
	say_clone("clone-newuser", CLONE_NEWUSER | SIGCHLD);
	say_clone("clone", SIGCHLD);
	say("end", 0);
}

int main(void)
{
	mount("none", "/dev", "devtmpfs", 0, NULL);
	close(open(FILE_NAME, O_CREAT | O_WRONLY, 0644));
	if (!fork()) {
		try_calls();
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	return reboot(RB_POWER_OFF);
}
