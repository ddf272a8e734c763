// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"

#define NEW_PATH	"/tmp/bench-new"

static const char page[4096];

void bench_files(unsigned int iterations)
{
	int fd;

	while (iterations--) {
		fd = open(NEW_PATH, O_CREAT | O_EXCL | O_WRONLY, 0600);
		if (write(fd, page, sizeof(page)) != sizeof(page))
			_exit(1);
		close(fd);
		unlink(NEW_PATH);
	}
}
