// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define FILE_PATH	"/tmp/bench-file"

static int zero_fd, null_fd;

bool bench_prepare_files(void)
{
	int fd = open(FILE_PATH, O_CREAT | O_RDWR, 0600);

	if (fd < 0)
		return false;
	close(fd);
	zero_fd = open("/dev/zero", O_RDONLY);
	null_fd = open("/dev/null", O_WRONLY);
	return zero_fd >= 0 && null_fd >= 0;
}

void bench_syscall_null(unsigned int iterations)
{
	while (iterations--)
		syscall(SYS_getppid);
}

void bench_syscall_read(unsigned int iterations)
{
	char byte;

	while (iterations--)
		syscall(SYS_read, zero_fd, &byte, 1);
}

void bench_syscall_write(unsigned int iterations)
{
	char byte = 0;

	while (iterations--)
		syscall(SYS_write, null_fd, &byte, 1);
}

void bench_syscall_stat(unsigned int iterations)
{
	struct stat st;

	while (iterations--)
		stat(FILE_PATH, &st);
}

void bench_syscall_open(unsigned int iterations)
{
	while (iterations--)
		close(open(FILE_PATH, O_RDONLY));
}

/* Not through the vDSO: it would not enter the kernel. */
void bench_clock_gettime(unsigned int iterations)
{
	struct timespec now;

	while (iterations--)
		syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
}

void bench_yield(unsigned int iterations)
{
	while (iterations--)
		syscall(SYS_sched_yield);
}
