// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>

#include "array_size.h"
#include "tests.h"

static const struct test tests[] = {
	{ "processes", 120, test_processes },
	{ "memory", 120, test_memory },
	{ "timers", 60, test_timers },
	{ "files", 60, test_files },
	{ "signal", 30, test_signal },
	{ "fpu", 30, test_fpu },
	{ "time", 60, test_time },
	{ "cpu-hotplug", 60, test_cpu_hotplug },
	{ "contention", 60, test_contention },
	{ "balloon", 60, test_balloon },
	{ "disk", 60, test_disk },
	{ "network", 60, test_network },
	{ "flask", 30, test_flask },
};

void tests_run_all(struct record_stream *stream)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		test_run(stream, &tests[i]);
}
