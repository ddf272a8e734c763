// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "array_size.h"
#include "console_load.h"
#include "probes.h"
#include "tests.h"

static const struct {
	struct test test;
	/* It takes seconds, or needs a scenario of its own. */
	bool on_request;
} tests[] = {
	{ { "processes", 120, test_processes }, false },
	{ { "memory", 120, test_memory }, false },
	{ { "timers", 60, test_timers }, false },
	{ { "files", 60, test_files }, false },
	{ { "signal", 30, test_signal }, false },
	{ { "fpu", 30, test_fpu }, false },
	{ { "save-restore", 300, test_save_restore }, true },
	{ { "migrate", 300, test_migrate }, true },
	{ { "time", 60, test_time }, false },
	{ { "cpu-hotplug", 60, test_cpu_hotplug }, false },
	{ { "contention", 60, test_contention }, false },
	{ { "balloon", 60, test_balloon }, false },
	{ { "disk", 60, test_disk }, false },
	{ { "network", 60, test_network }, false },
	{ { "host-memory", 300, test_host_memory }, false },
	{ { "memory-hotplug", 120, test_memory_hotplug }, true },
	{ { "host-cpus", 300, test_host_cpus }, false },
	{ { "host-shutdown", 300, test_host_shutdown }, false },
	{ { "host-reboot", 300, test_host_reboot }, true },
	{ { "flask", 30, test_flask }, false },
};

static bool is_known(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		if (!strcmp(tests[i].test.name, name))
			return true;
	return !strcmp(name, CONSOLE_LOAD_PROBE);
}

/* A probe that is asked for by a wrong name did not run. */
static void report_unknown(struct record_stream *stream)
{
	char name[64], detail[128];
	size_t i;

	for (i = 0; probe_asked(i, name, sizeof(name)); i++) {
		if (is_known(name))
			continue;
		snprintf(detail, sizeof(detail), "there is no probe \"%s\"",
			 name);
		record_test(stream, "probes", "fail", detail);
	}
}

void tests_run_all(struct record_stream *stream)
{
	size_t i;

	report_unknown(stream);
	for (i = 0; i < ARRAY_SIZE(tests); i++)
		if (probe_wanted(tests[i].test.name, !tests[i].on_request))
			test_run(stream, &tests[i].test);
}
