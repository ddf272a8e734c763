// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "text_file.h"

ssize_t read_bytes(const char *path, void *buf, size_t size)
{
	size_t len = 0;
	ssize_t got;
	int fd;

	/* Some sysfs files block or report errors only when they are read. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while (len < size) {
		got = read(fd, (char *)buf + len, size - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			close(fd);
			return -1;
		}
		if (!got)
			break;
		len += got;
	}
	close(fd);
	return len;
}

ssize_t read_text(const char *path, char *buf, size_t size)
{
	ssize_t len, i;

	len = read_bytes(path, buf, size - 1);
	if (len < 0)
		return -1;
	while (len && (buf[len - 1] == '\n' || buf[len - 1] == ' '))
		len--;
	for (i = 0; i < len; i++)
		if (buf[i] == '\n' || !buf[i])
			buf[i] = ' ';
	buf[len] = '\0';
	return len;
}
