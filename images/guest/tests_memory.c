// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests.h"

#define SIZE		(32 << 20)
#define WORDS		(SIZE / sizeof(uint64_t))
#define PARENT_SEED	UINT64_C(0x5457494e424f4f54)
#define CHILD_SEED	UINT64_C(0x6368696c64636f77)

/* Differs in every word, so that a page mapped twice is noticed. */
static uint64_t pattern(uint64_t seed, size_t i)
{
	return seed ^ (i * UINT64_C(0x9e3779b97f4a7c15));
}

static void fill(uint64_t *words, uint64_t seed)
{
	size_t i;

	for (i = 0; i < WORDS; i++)
		words[i] = pattern(seed, i);
}

/* Index of the first wrong word, WORDS when there is none. */
static size_t check(const uint64_t *words, uint64_t seed)
{
	size_t i;

	for (i = 0; i < WORDS && words[i] == pattern(seed, i); i++)
		;
	return i;
}

/* The child sees the parent's data, and writes what the parent must not see. */
static int child(uint64_t *words)
{
	if (check(words, PARENT_SEED) != WORDS)
		return 1;
	fill(words, CHILD_SEED);
	return check(words, CHILD_SEED) != WORDS ? 2 : 0;
}

static int copy_on_write(uint64_t *words)
{
	int status;
	pid_t pid;

	pid = fork();
	if (!pid)
		_exit(child(words));
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void test_memory(struct verdict *verdict)
{
	unsigned char resident;
	uint64_t *words;
	size_t wrong;
	int code;

	words = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (words == MAP_FAILED) {
		verdict_fail(verdict, "mmap: %s", strerror(errno));
		return;
	}
	fill(words, PARENT_SEED);
	code = copy_on_write(words);
	if (code) {
		verdict_fail(verdict, "copy on write: child ended with %d", code);
		return;
	}
	wrong = check(words, PARENT_SEED);
	if (wrong != WORDS) {
		verdict_fail(verdict, "word %zu is 0x%llx, expected 0x%llx", wrong,
			     (unsigned long long)words[wrong],
			     (unsigned long long)pattern(PARENT_SEED, wrong));
		return;
	}
	if (munmap(words, SIZE) < 0) {
		verdict_fail(verdict, "munmap: %s", strerror(errno));
		return;
	}
	if (!mincore(words, getpagesize(), &resident) || errno != ENOMEM) {
		verdict_fail(verdict, "still mapped after munmap");
		return;
	}
	verdict_pass(verdict, "%d MiB written, copied on write, verified",
		     SIZE >> 20);
}
