// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kernel_log.h"

#define DETECTED	"Hypervisor detected: "

/* "Booting kernel on Xen", "Booting paravirtualized kernel on bare hardware" */
static void look_at(const char *message, struct kernel_log *log)
{
	const char *detected = strstr(message, DETECTED);

	if (detected && !log->hypervisor[0])
		snprintf(log->hypervisor, sizeof(log->hypervisor), "%s",
			 detected + strlen(DETECTED));
	if (!strncmp(message, "Booting ", 8) && strstr(message, "kernel on ") &&
	    !log->paravirt[0])
		snprintf(log->paravirt, sizeof(log->paravirt), "%s", message);
}

/* One read(2) gives one message: "prio,seq,usec,flags;text\n KEY=value\n" */
void kernel_log_read(struct kernel_log *log)
{
	char entry[8192];
	char *message;
	ssize_t len;
	int fd;

	memset(log, 0, sizeof(*log));
	fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	for (;;) {
		len = read(fd, entry, sizeof(entry) - 1);
		/* EPIPE: the message was overwritten, the next one is there. */
		if (len < 0 && (errno == EPIPE || errno == EINTR))
			continue;
		if (len <= 0)
			break;
		entry[len] = '\0';
		message = strchr(entry, ';');
		if (!message)
			continue;
		message++;
		message[strcspn(message, "\n")] = '\0';
		look_at(message, log);
	}
	close(fd);
}
