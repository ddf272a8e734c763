/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_TESTS_H
#define TB_TESTS_H

#include "test.h"

void test_processes(struct verdict *verdict);
void test_memory(struct verdict *verdict);
void test_timers(struct verdict *verdict);
void test_files(struct verdict *verdict);
void test_signal(struct verdict *verdict);
void test_fpu(struct verdict *verdict);
void test_time(struct verdict *verdict);
void test_cpu_hotplug(struct verdict *verdict);
void test_contention(struct verdict *verdict);
void test_balloon(struct verdict *verdict);
void test_disk(struct verdict *verdict);
void test_network(struct verdict *verdict);
void test_flask(struct verdict *verdict);
void test_save_restore(struct verdict *verdict);
void test_migrate(struct verdict *verdict);
void test_host_memory(struct verdict *verdict);
void test_memory_hotplug(struct verdict *verdict);
void test_host_cpus(struct verdict *verdict);
void test_host_shutdown(struct verdict *verdict);
void test_host_reboot(struct verdict *verdict);

/*
 * A little of the disk test and of the network test, to be done over and over;
 * frames may be lost, and are sent again.
 */
void disk_in_use(struct verdict *verdict);
void network_in_use(struct verdict *verdict);

void tests_run_all(struct record_stream *stream);

/* argv[0] under which this binary returns its first argument as exit code. */
#define EXIT_CODE_APPLET	"exit-code"
int exit_code_applet(int argc, char **argv);

/* Under the name of what the kernel calls: leaves a mark that it was called. */
int called_applet(const char *name);

#endif
