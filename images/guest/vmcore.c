// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vmcore.h"

#define PAGE		4096
/* How much is mapped at once. */
#define WINDOW		(16UL << 20)
#define MAX_HEADERS	64

/* Calls back for each segment of a type, until one says true. */
typedef bool (*looker)(int fd, const Elf64_Phdr *segment, void *data);

static bool any_segment(Elf64_Word type, looker look, void *data)
{
	int fd = open("/proc/vmcore", O_RDONLY | O_CLOEXEC);
	Elf64_Phdr headers[MAX_HEADERS];
	bool found = false;
	Elf64_Ehdr elf;
	ssize_t len;
	int i;

	if (fd < 0)
		return false;
	if (pread(fd, &elf, sizeof(elf), 0) == sizeof(elf) &&
	    elf.e_phnum <= MAX_HEADERS) {
		len = elf.e_phnum * sizeof(*headers);
		if (pread(fd, headers, len, elf.e_phoff) == len)
			for (i = 0; i < elf.e_phnum && !found; i++)
				found = headers[i].p_type == type &&
					look(fd, &headers[i], data);
	}
	close(fd);
	return found;
}

struct wanted_info {
	const char *name;
	char *value;
	size_t size;
};

/* The note's text has a line for each value. */
static bool look_for_info(int fd, const Elf64_Phdr *segment, void *data)
{
	struct wanted_info *wanted = data;
	char *text, *at = NULL;
	char line[64];
	ssize_t len, i;

	text = malloc(segment->p_filesz + 1);
	if (!text)
		return false;
	len = pread(fd, text, segment->p_filesz, segment->p_offset);
	/* One string: notes are binary between their texts. */
	for (i = 0; i < len; i++)
		if (!text[i])
			text[i] = '\n';
	text[len < 0 ? 0 : len] = '\0';
	snprintf(line, sizeof(line), "\n%s=", wanted->name);
	at = strstr(text, line);
	if (at) {
		at += strlen(line);
		at[strcspn(at, "\n")] = '\0';
		snprintf(wanted->value, wanted->size, "%s", at);
	}
	free(text);
	return at;
}

bool vmcore_info(const char *name, char *value, size_t size)
{
	struct wanted_info wanted = { name, value, size };

	return any_segment(PT_NOTE, look_for_info, &wanted);
}

struct wanted_page {
	const void *bytes;
	size_t len;
};

static bool window_has(int fd, off_t offset, size_t size,
		       const struct wanted_page *wanted)
{
	bool found = false;
	char *pages;
	size_t at;

	pages = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, offset);
	if (pages == MAP_FAILED)
		return false;
	for (at = 0; at + PAGE <= size && !found; at += PAGE)
		found = !memcmp(pages + at, wanted->bytes, wanted->len);
	munmap(pages, size);
	return found;
}

static bool look_for_page(int fd, const Elf64_Phdr *segment, void *data)
{
	size_t at, size;

	for (at = 0; at < segment->p_filesz; at += WINDOW) {
		size = segment->p_filesz - at;
		if (size > WINDOW)
			size = WINDOW;
		if (window_has(fd, segment->p_offset + at, size, data))
			return true;
	}
	return false;
}

bool vmcore_has_page(const void *bytes, size_t len)
{
	struct wanted_page wanted = { bytes, len };

	return any_segment(PT_LOAD, look_for_page, &wanted);
}
