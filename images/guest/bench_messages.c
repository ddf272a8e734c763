// SPDX-License-Identifier: GPL-2.0
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define PAIRS		2
#define SIZE		100
#define MESSAGES	10

static void must(bool done)
{
	if (!done)
		_exit(1);
}

static void send_all(int fd)
{
	static const char message[SIZE];
	int i;

	for (i = 0; i < MESSAGES; i++)
		must(write(fd, message, SIZE) == SIZE);
	_exit(0);
}

static void receive_all(int fd)
{
	ssize_t left = MESSAGES * SIZE, got;
	char message[SIZE];

	while (left) {
		got = read(fd, message, SIZE);
		must(got > 0);
		left -= got;
	}
	_exit(0);
}

static void start(void (*work)(int fd), int fd)
{
	pid_t pid = fork();

	must(pid >= 0);
	if (!pid)
		work(fd);
}

void bench_messages(unsigned int iterations)
{
	int fds[2], status, i;

	while (iterations--) {
		for (i = 0; i < PAIRS; i++) {
			must(!socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
			start(receive_all, fds[0]);
			start(send_all, fds[1]);
			close(fds[0]);
			close(fds[1]);
		}
		for (i = 0; i < 2 * PAIRS; i++)
			must(wait(&status) > 0 && !status);
	}
}
