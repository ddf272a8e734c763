// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"

#define PAGE		4096
#define MMAP_SIZE	(1 << 20)
#define FAULT_PAGES	64
#define PROTECT_PAGES	16
#define COPY_SIZE	(256 << 10)
#define SLOTS		8

static char from[COPY_SIZE], to[COPY_SIZE];

/* A mapping that failed would make the workload look cheap. */
static char *map(size_t size)
{
	char *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		_exit(1);
	return at;
}

bool bench_prepare_memory(void)
{
	memset(from, 1, sizeof(from));
	memset(to, 2, sizeof(to));
	return true;
}

void bench_mmap(unsigned int iterations)
{
	size_t i;
	char *at;

	while (iterations--) {
		at = map(MMAP_SIZE);
		for (i = 0; i < MMAP_SIZE; i += 4 * PAGE)
			at[i] = 1;
		munmap(at, MMAP_SIZE);
	}
}

void bench_pagefault(unsigned int iterations)
{
	char *at = map(FAULT_PAGES * PAGE);
	size_t i;

	while (iterations--) {
		for (i = 0; i < FAULT_PAGES; i++)
			at[i * PAGE] = 1;
		madvise(at, FAULT_PAGES * PAGE, MADV_DONTNEED);
	}
	munmap(at, FAULT_PAGES * PAGE);
}

void bench_mprotect(unsigned int iterations)
{
	char *at = map(PROTECT_PAGES * PAGE);

	memset(at, 1, PROTECT_PAGES * PAGE);
	while (iterations--) {
		mprotect(at, PROTECT_PAGES * PAGE, PROT_READ);
		mprotect(at, PROTECT_PAGES * PAGE, PROT_READ | PROT_WRITE);
		at[0] = 1;
	}
	munmap(at, PROTECT_PAGES * PAGE);
}

/* A linear congruential generator, Knuth's MMIX: the same walk every time. */
static unsigned int next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) +
		 UINT64_C(1442695040888963407);
	return *state >> 33;
}

static void stress(uint64_t *state, char **slot, size_t *pages)
{
	size_t wanted = 1 + next(state) % 32;
	size_t i;

	if (!*slot) {
		*slot = map(wanted * PAGE);
	} else if (next(state) % 3) {
		*slot = mremap(*slot, *pages * PAGE, wanted * PAGE,
			       MREMAP_MAYMOVE);
		if (*slot == MAP_FAILED)
			_exit(1);
	} else {
		munmap(*slot, *pages * PAGE);
		*slot = NULL;
		return;
	}
	*pages = wanted;
	for (i = 0; i < wanted; i += 3)
		(*slot)[i * PAGE] = 1;
}

void bench_mmap_stress(unsigned int iterations)
{
	uint64_t state = UINT64_C(0x5457494e424f4f54);
	char *slots[SLOTS] = { NULL };
	size_t pages[SLOTS];
	unsigned int i;

	while (iterations--) {
		i = next(&state) % SLOTS;
		stress(&state, &slots[i], &pages[i]);
	}
	for (i = 0; i < SLOTS; i++)
		if (slots[i])
			munmap(slots[i], pages[i] * PAGE);
}

void bench_memory_copy(unsigned int iterations)
{
	while (iterations--) {
		memcpy(to, from, sizeof(to));
		asm volatile("" : : "r"(to) : "memory");
	}
}

void bench_memory_read(unsigned int iterations)
{
	const volatile uint64_t *words = (const volatile uint64_t *)from;
	size_t i;

	while (iterations--)
		for (i = 0; i < sizeof(from) / sizeof(*words); i++)
			words[i];
}
