// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "command_line.h"
#include "host_request.h"
#include "xenstore.h"

#define REQUEST		"data/twinboot/request"
#define ANSWER		"data/twinboot/answer"
#define DONE		"done"
/* Whoever sleeps through the host's word looks again after this long. */
#define NAP_MSEC	1000

bool host_serves(struct verdict *verdict)
{
	char host[32];

	if (command_line_get("tb.host", host, sizeof(host)) &&
	    !strcmp(host, "xen"))
		return true;
	verdict_skip(verdict, "no host here that serves requests");
	return false;
}

/* False as long as what is there answers something else, or nothing. */
static bool is_answered(int fd, const char *id, char *text, size_t size)
{
	char whole[HOST_ANSWER_SIZE];
	size_t len = strlen(id);

	if (!xenstore_read(fd, ANSWER, whole, sizeof(whole)) ||
	    strncmp(whole, id, len) || whole[len] != ' ')
		return false;
	snprintf(text, size, "%s", whole + len + 1);
	return true;
}

/* Nothing is polled: the host may have no other CPU than ours. */
static bool await_answer(int fd, const char *id, int seconds, char *text,
			 size_t size)
{
	int64_t until = monotonic_ns() + seconds * NSEC_PER_SEC;
	int watch = xenstore_watch(ANSWER);

	while (!is_answered(fd, id, text, size)) {
		if (monotonic_ns() > until) {
			close(watch);
			return false;
		}
		xenstore_await(watch, NAP_MSEC);
	}
	close(watch);
	return true;
}

static bool ask(int fd, const char *request, int seconds, char *answer,
		struct verdict *verdict)
{
	char text[HOST_ANSWER_SIZE];
	char line[128], id[32];

	/* The time is a number that was not used before, in any test. */
	snprintf(id, sizeof(id), "%lld", (long long)boottime_ns());
	snprintf(line, sizeof(line), "%s %s", id, request);
	if (!xenstore_write(fd, REQUEST, line)) {
		verdict_fail(verdict, REQUEST ": %s", strerror(errno));
		return false;
	}
	if (!await_answer(fd, id, seconds, text, sizeof(text))) {
		verdict_late(verdict, "the host did not answer \"%s\"", request);
		return false;
	}
	if (strncmp(text, DONE, strlen(DONE))) {
		verdict_fail(verdict, "the host did not do \"%s\": %s", request,
			     text);
		return false;
	}
	snprintf(answer, HOST_ANSWER_SIZE, "%s", text + strlen(DONE));
	return true;
}

bool host_ask(const char *request, int seconds, char answer[HOST_ANSWER_SIZE],
	      struct verdict *verdict)
{
	int fd = xenstore_open();
	bool fine;

	if (fd < 0) {
		verdict_fail(verdict, "xenstore: %s", strerror(errno));
		return false;
	}
	fine = ask(fd, request, seconds, answer, verdict);
	close(fd);
	return fine;
}

bool host_told(const char *path, char *value, size_t size,
	       struct verdict *verdict)
{
	int fd = xenstore_open();
	bool fine = fd >= 0 && xenstore_read(fd, path, value, size);

	if (!fine)
		verdict_fail(verdict, "xenstore, %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return fine;
}
