// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clock.h"
#include "faults.h"
#include "tests.h"
#include "text_file.h"

/*
 * The disk that is there to be written to; no other is touched. Xen's disks
 * have no serial number, but the name that their guest is to give them.
 */
#define SERIAL		"tb-probe"
#define XEN_NAME	"xvdp"
#define BLOCK_WORDS	(16 * 1024)
#define BLOCKS		16
#define BLOCKS_IN_USE	4
/* The field of /sys/block/NAME/stat that counts flushes; from 1. */
#define FLUSHES		16

static bool is_disk(const struct dirent *entry)
{
	char path[512], serial[64];

	if (!strcmp(entry->d_name, XEN_NAME))
		return true;
	snprintf(path, sizeof(path), "/sys/block/%s/serial", entry->d_name);
	return read_text(path, serial, sizeof(serial)) > 0 &&
	       !strcmp(serial, SERIAL);
}

static bool find_disk(char *name, size_t size)
{
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	dir = opendir("/sys/block");
	if (!dir)
		return false;
	while (!found && (entry = readdir(dir))) {
		found = is_disk(entry);
		if (found)
			snprintf(name, size, "%s", entry->d_name);
	}
	closedir(dir);
	return found;
}

/* What is written over the same blocks again is something else. */
static uint32_t turn;

/* No two words of the disk are the same. */
static uint32_t word_at(uint32_t block, uint32_t word)
{
	return ((turn * BLOCKS + block) * BLOCK_WORDS + word + 1) * 2654435761u;
}

static bool write_block(int fd, uint32_t block)
{
	uint32_t words[BLOCK_WORDS];
	uint32_t i;

	for (i = 0; i < BLOCK_WORDS; i++)
		words[i] = word_at(block, i);
	if (block == BLOCKS / 2 && fault_planted("disk-bit"))
		words[i / 2] ^= 1;
	return pwrite(fd, words, sizeof(words), block * sizeof(words)) ==
	       sizeof(words);
}

static bool read_block(int fd, uint32_t block, struct verdict *verdict)
{
	uint32_t words[BLOCK_WORDS];
	uint32_t i;

	if (pread(fd, words, sizeof(words), block * sizeof(words)) !=
	    sizeof(words)) {
		verdict_fail(verdict, "block %u cannot be read: %s", block,
			     strerror(errno));
		return false;
	}
	for (i = 0; i < BLOCK_WORDS; i++) {
		if (words[i] == word_at(block, i))
			continue;
		verdict_fail(verdict, "block %u, word %u: 0x%08x was read, 0x%08x written",
			     block, i, words[i], word_at(block, i));
		return false;
	}
	return true;
}

static unsigned long flushes(const char *name)
{
	char path[512], text[512];
	char *word, *save;
	unsigned long count = 0;
	int field = 0;

	snprintf(path, sizeof(path), "/sys/block/%s/stat", name);
	if (read_text(path, text, sizeof(text)) < 0)
		return 0;
	for (word = strtok_r(text, " ", &save); word && field < FLUSHES;
	     word = strtok_r(NULL, " ", &save))
		if (++field == FLUSHES)
			sscanf(word, "%lu", &count);
	return count;
}

static bool has_cache(const char *name)
{
	char path[512], text[64];

	snprintf(path, sizeof(path), "/sys/block/%s/queue/write_cache", name);
	return read_text(path, text, sizeof(text)) > 0 &&
	       !strcmp(text, "write back");
}

/* A disk with a cache of its own is told to empty it: the write barrier. */
static bool write_through(const char *name, int fd, uint32_t blocks,
			  struct verdict *verdict)
{
	unsigned long before = flushes(name);
	uint32_t block;

	for (block = 0; block < blocks; block++) {
		if (!write_block(fd, block)) {
			verdict_fail(verdict, "block %u cannot be written: %s",
				     block, strerror(errno));
			return false;
		}
	}
	if (!fault_planted("no-flush") && fsync(fd) < 0) {
		verdict_fail(verdict, "fsync: %s", strerror(errno));
		return false;
	}
	if (has_cache(name) && flushes(name) == before) {
		verdict_fail(verdict, "%s has a write cache, and fsync did not flush it",
			     name);
		return false;
	}
	return true;
}

/* Backwards, and from the disk: the kernel's own copy is dropped before. */
static bool read_back(int fd, uint32_t block, struct verdict *verdict)
{
	if (ioctl(fd, BLKFLSBUF, 0) < 0) {
		verdict_fail(verdict, "BLKFLSBUF: %s", strerror(errno));
		return false;
	}
	while (block--)
		if (!read_block(fd, block, verdict))
			return false;
	return true;
}

static void run(uint32_t blocks, struct verdict *verdict)
{
	int64_t begin = monotonic_ns();
	char name[256], path[512];
	int fd;

	if (!find_disk(name, sizeof(name))) {
		verdict_skip(verdict, "no disk named " SERIAL " or " XEN_NAME);
		return;
	}
	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		verdict_fail(verdict, "%s: %s", path, strerror(errno));
		return;
	}
	if (write_through(name, fd, blocks, verdict) &&
	    read_back(fd, blocks, verdict))
		verdict_pass(verdict, "%s: %zu KiB written, %s, read back in %lld us",
			     name, blocks * BLOCK_WORDS * sizeof(uint32_t) / 1024,
			     has_cache(name) ? "flushed" : "no cache",
			     (long long)((monotonic_ns() - begin) / NSEC_PER_USEC));
	close(fd);
}

void test_disk(struct verdict *verdict)
{
	run(BLOCKS, verdict);
}

void disk_in_use(struct verdict *verdict)
{
	turn++;
	run(BLOCKS_IN_USE, verdict);
}
