// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "xenstore.h"

/* struct xsd_sockmsg and enum xsd_sockmsg_type of xen/io/xs_wire.h */
struct message {
	uint32_t type;
	uint32_t request;
	uint32_t transaction;
	uint32_t len;
	char payload[1024];
};

#define HEAD		(offsetof(struct message, payload))
#define TYPE_READ	2
#define TYPE_WATCH	4
#define TYPE_WRITE	11
#define TYPE_ERROR	16

int xenstore_open(void)
{
	return open("/dev/xen/xenbus", O_RDWR | O_CLOEXEC);
}

static bool read_all(int fd, void *bytes, size_t len)
{
	ssize_t got;

	while (len) {
		got = read(fd, bytes, len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		bytes = (char *)bytes + got;
		len -= got;
	}
	return true;
}

/* xenstored names its errors as C does; only one of them is told apart. */
static int error_of(const struct message *reply)
{
	return strcmp(reply->payload, "ENOENT") ? EIO : ENOENT;
}

/* Sends the message; the reply takes its place, with an end to its text. */
static bool talk(int fd, struct message *message)
{
	size_t len = HEAD + message->len;

	if (write(fd, message, len) != (ssize_t)len)
		return false;
	if (!read_all(fd, message, HEAD))
		return false;
	if (message->len >= sizeof(message->payload)) {
		errno = EMSGSIZE;
		return false;
	}
	if (!read_all(fd, message->payload, message->len))
		return false;
	message->payload[message->len] = '\0';
	if (message->type != TYPE_ERROR)
		return true;
	errno = error_of(message);
	return false;
}

bool xenstore_read(int fd, const char *path, char *value, size_t size)
{
	struct message message = { .type = TYPE_READ };

	message.len = snprintf(message.payload, sizeof(message.payload), "%s",
			       path) + 1;
	if (!talk(fd, &message))
		return false;
	snprintf(value, size, "%s", message.payload);
	return true;
}

/* The path ends in a NUL, the value in the message. */
bool xenstore_write(int fd, const char *path, const char *value)
{
	struct message message = { .type = TYPE_WRITE };

	message.len = snprintf(message.payload, sizeof(message.payload),
			       "%s%c%s", path, '\0', value);
	return talk(fd, &message);
}

int xenstore_watch(const char *path)
{
	struct message message = { .type = TYPE_WATCH };
	size_t len;
	int fd = xenstore_open();

	if (fd < 0)
		return -1;
	/* The second text is the token that would tell watches apart. */
	message.len = snprintf(message.payload, sizeof(message.payload),
			       "%s%c%s%c", path, '\0', "watch", '\0');
	len = HEAD + message.len;
	if (write(fd, &message, len) == (ssize_t)len)
		return fd;
	close(fd);
	return -1;
}

void xenstore_await(int watch, int milliseconds)
{
	struct pollfd change = { .fd = watch, .events = POLLIN };
	char events[4096];

	/* Which it was is not asked: there is one watch, and its reply. */
	if (poll(&change, 1, milliseconds) > 0 &&
	    read(watch, events, sizeof(events)) < 0)
		usleep(milliseconds * 1000);
}
