// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

static void on_signal(int number)
{
	(void)number;
}

static bool install(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	return !sigaction(SIGUSR1, &action, NULL);
}

bool bench_prepare_signals(void)
{
	return install();
}

void bench_signal_install(unsigned int iterations)
{
	while (iterations--)
		install();
}

void bench_signal_catch(unsigned int iterations)
{
	pid_t self = getpid();

	while (iterations--)
		kill(self, SIGUSR1);
}
