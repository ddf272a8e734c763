// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "build_id.h"
#include "command_line.h"
#include "crash_dump.h"
#include "faults.h"
#include "panic.h"
#include "text_file.h"
#include "vmcore.h"

#define KERNEL		"/boot/kernel"
#define INITRAMFS	"/boot/initramfs"
#define MARK_SIZE	16

/* What the second kernel looks for, at the beginning of a page. */
static unsigned char mark[4096] __attribute__((aligned(4096)));

static void make_mark(char *hex)
{
	int i;

	getrandom(mark, MARK_SIZE, 0);
	for (i = 0; i < MARK_SIZE; i++)
		sprintf(hex + 2 * i, "%02x", mark[i]);
}

static bool is_first_ones(const char *word)
{
	return !strncmp(word, "crashkernel=", 12) ||
	       !strncmp(word, "tb.end=", 7) || !strncmp(word, "tb.fault=", 9);
}

/*
 * The first kernel's own words, then what the second one needs: no check of a
 * timer that an emulated machine on a busy host may deliver late.
 */
static void second_command_line(const struct record_stream *stream,
				const char *hex, char *line, size_t size)
{
	char own[2048] = "";
	char *word, *save;
	size_t len = 0;

	read_text("/proc/cmdline", own, sizeof(own));
	for (word = strtok_r(own, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		if (!is_first_ones(word))
			len += snprintf(line + len, size - len, "%s ", word);
	snprintf(line + len, size - len,
		 "nr_cpus=1 reset_devices no_timer_check tb.vmcore=%s tb.resume=%u:%u:%u",
		 hex, stream->seq, stream->facts, stream->tests);
}

/* 32-bit kernels cannot. */
static long load_files(int kernel, int initramfs, const char *line)
{
#ifdef SYS_kexec_file_load
	return syscall(SYS_kexec_file_load, kernel, initramfs, strlen(line) + 1,
		       line, KEXEC_FILE_ON_CRASH);
#else
	(void)kernel, (void)initramfs, (void)line;
	errno = ENOSYS;
	return -1;
#endif
}

static int load(const char *line)
{
	int kernel = open(KERNEL, O_RDONLY | O_CLOEXEC);
	int initramfs = open(INITRAMFS, O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (kernel < 0 || initramfs < 0 ||
	    load_files(kernel, initramfs, line) < 0)
		error = errno;
	close(kernel);
	close(initramfs);
	return error;
}

void crash_dump_cause(struct record_stream *stream)
{
	/* The command line of x86 has room for 2048 bytes. */
	char line[2048];
	char hex[2 * MARK_SIZE + 1];
	int error;

	make_mark(hex);
	/* The records to come before the panic count too. */
	stream->seq++;
	stream->tests++;
	second_command_line(stream, hex, line, sizeof(line));
	stream->seq--;
	stream->tests--;
	error = fault_planted("kdump-lost") ? 0 : load(line);
	record_test(stream, "kdump.loaded", error ? "fail" : "pass",
		    error ? strerror(error) : "");
	if (error)
		return;
	if (fault_planted("kdump-mark"))
		mark[0]++;
	panic_kernel();
}

bool crash_dump_resume(struct record_stream *stream)
{
	char resume[64];

	return command_line_get("tb.resume", resume, sizeof(resume)) &&
	       sscanf(resume, "%u:%u:%u", &stream->seq, &stream->facts,
		      &stream->tests) == 3;
}

static bool read_mark(void)
{
	char hex[2 * MARK_SIZE + 1];
	int i;

	if (!command_line_get("tb.vmcore", hex, sizeof(hex)) ||
	    strlen(hex) != 2 * MARK_SIZE)
		return false;
	for (i = 0; i < MARK_SIZE; i++)
		if (sscanf(hex + 2 * i, "%2hhx", &mark[i]) != 1)
			return false;
	return true;
}

/* Which kernel's memory it is, and that it is what stood in it at the end. */
void crash_dump_report(struct record_stream *stream)
{
	char dumped[128] = "";
	char own[128];
	bool found;

	/* Both are the kernel under test, and so have one build-id. */
	found = vmcore_info("BUILD-ID", dumped, sizeof(dumped)) &&
		build_id_get(own, sizeof(own)) && !strcmp(own, dumped);
	record_fact(stream, "vmcore.buildId", dumped);
	record_test(stream, "kdump.vmcoreinfo", found ? "pass" : "fail",
		    found ? "" : "/proc/vmcore: no note has this build-id");
	found = read_mark() && vmcore_has_page(mark, MARK_SIZE);
	record_test(stream, "kdump.vmcore", found ? "pass" : "fail",
		    found ? "" : "no page begins with the first kernel's mark");
}
