// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "crc32.h"
#include "tests.h"

#define DRAFT		"/tmp/twinboot.draft"
#define FINAL		"/tmp/twinboot.final"
#define BLOCK		4096
#define BLOCKS		64

static void make_block(unsigned char *block, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < BLOCK; i++)
		block[i] = (i * 31 + index * 131) ^ (i >> 8);
}

static int write_file(uint32_t *crc)
{
	unsigned char block[BLOCK];
	unsigned int i;
	int fd;

	fd = open(DRAFT, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	for (i = 0; i < BLOCKS; i++) {
		make_block(block, i);
		*crc = crc32(*crc, block, BLOCK);
		if (write(fd, block, BLOCK) != BLOCK)
			return -1;
	}
	if (fsync(fd) < 0)
		return -1;
	return close(fd);
}

static int read_file(uint32_t *crc)
{
	unsigned char block[BLOCK];
	ssize_t len;
	int fd;

	fd = open(FINAL, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while ((len = read(fd, block, BLOCK)) > 0)
		*crc = crc32(*crc, block, len);
	close(fd);
	return len;
}

/* The step that failed, with errno set, or NULL. */
static const char *write_and_read(uint32_t *written, uint32_t *seen,
				  struct statfs *fs)
{
	errno = 0;
	if (write_file(written) < 0)
		return "write";
	if (rename(DRAFT, FINAL) < 0)
		return "rename";
	if (read_file(seen) < 0)
		return "read";
	if (statfs("/tmp", fs) < 0)
		return "statfs";
	if (unlink(FINAL) < 0)
		return "unlink";
	return NULL;
}

void test_files(struct verdict *verdict)
{
	uint32_t written = 0, seen = 0;
	const char *failed;
	struct statfs fs;

	failed = write_and_read(&written, &seen, &fs);
	if (failed)
		verdict_fail(verdict, "%s: %s", failed, strerror(errno));
	else if (!access(DRAFT, F_OK) || !access(FINAL, F_OK))
		verdict_fail(verdict, "a file is still there after unlink");
	else if (seen != written)
		verdict_fail(verdict, "read back crc32 %08x, wrote %08x", seen,
			     written);
	else
		verdict_pass(verdict, "%d KiB, crc32 %08x; filesystem type 0x%lx",
			     BLOCK * BLOCKS >> 10, seen,
			     (unsigned long)fs.f_type);
}
