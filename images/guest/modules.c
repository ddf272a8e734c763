// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "command_line.h"
#include "modules.h"
#include "text_file.h"

#define FOLDER		"/lib/modules/"
/* Between the paths of modules.dep. */
#define SEPARATORS	": \n"
/* Frontends connect to what is behind them by themselves, a little later. */
#define SETTLE_US	500000

/* An errno value has another meaning here than its name has. */
static const struct {
	int error;
	const char *words;
} refusals[] = {
	{ EKEYREJECTED, "its signature is not accepted" },
	{ ENOKEY, "its signature is of an unknown key" },
	{ ENOPKG, "its signature needs what this kernel has not" },
	{ EBADMSG, "its signature is damaged" },
	{ EPERM, "it may not be loaded: unsigned under lockdown" },
	{ ENOEXEC, "it is of another build, or no module" },
	{ ENOENT, "it needs a symbol that is not there" },
};

struct outcome_words {
	const char *result;
	char detail[512];
};

/* xen-netfront.ko and xen_netfront are the same name. */
static char normal(char c)
{
	return c == '-' ? '_' : c;
}

/* path: kernel/drivers/net/xen-netfront.ko, ended by ':', ' ' or 0. */
static bool is_module(const char *path, const char *name)
{
	const char *end = path + strcspn(path, SEPARATORS);
	const char *base = end;

	while (base > path && base[-1] != '/')
		base--;
	while (base < end && *name && normal(*base) == normal(*name)) {
		base++;
		name++;
	}
	return !*name && !strncmp(base, ".ko", 3);
}

/*
 * The line of a file of the folder whose first path is that module's, to be
 * freed; NULL where there is none.
 */
static char *find_line(const char *folder, const char *file, const char *name)
{
	char path[512];
	char *line = NULL;
	size_t size = 0;
	bool found = false;
	FILE *list;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	list = fopen(path, "re");
	if (!list)
		return NULL;
	while (!found && getline(&line, &size, list) >= 0)
		found = is_module(line, name);
	fclose(list);
	if (found)
		return line;
	free(line);
	return NULL;
}

static const char *words_of(int error)
{
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (refusals[i].error == error)
			return refusals[i].words;
	return strerror(error);
}

/* 0, or the error of finit_module(2); one that runs already is loaded. */
static int load_file(const char *folder, const char *file)
{
	char path[1024];
	int fd, error;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	error = syscall(SYS_finit_module, fd, "", 0) ? errno : 0;
	close(fd);
	return error == EEXIST ? 0 : error;
}

/* Ends the line behind it. */
static char *last_word(char *line)
{
	size_t length = strlen(line);

	while (length && strchr(SEPARATORS, line[length - 1]))
		line[--length] = 0;
	while (length && !strchr(SEPARATORS, line[length - 1]))
		length--;
	return line + length;
}

/*
 * "m.ko: b.ko a.ko": from its end, as each needs those behind it, and then
 * itself. Gives the first error; *failed is the file that came last.
 */
static int load_line(const char *folder, char *line, const char **failed)
{
	char *file;
	int error;

	for (file = last_word(line); *file; file = last_word(line)) {
		*failed = file;
		error = load_file(folder, file);
		if (error || file == line)
			return error;
		file[-1] = 0;
	}
	return 0;
}

static void load_module(const char *folder, const char *name,
			struct outcome_words *outcome)
{
	const char *file = "";
	char *line;
	int error;

	outcome->result = "pass";
	line = find_line(folder, "modules.builtin", name);
	if (line) {
		snprintf(outcome->detail, sizeof(outcome->detail), "built in");
		free(line);
		return;
	}
	line = find_line(folder, "modules.dep", name);
	if (!line) {
		outcome->result = "skip";
		snprintf(outcome->detail, sizeof(outcome->detail),
			 "the kernel has no such module, and it is not built in");
		return;
	}
	error = load_line(folder, line, &file);
	if (error)
		outcome->result = error == ENODEV ? "skip" : "fail";
	snprintf(outcome->detail, sizeof(outcome->detail), "%s%s%s",
		 file, error ? ": " : "",
		 error == ENODEV ? "no such device here" :
		 error ? words_of(error) : "");
	free(line);
}

void modules_load(struct record_stream *stream)
{
	char names[1024], folder[256], test[128];
	struct outcome_words outcome;
	struct utsname uts;
	char *name, *save;

	if (!command_line_get("tb.modules", names, sizeof(names)) ||
	    uname(&uts))
		return;
	snprintf(folder, sizeof(folder), FOLDER "%s", uts.release);
	for (name = strtok_r(names, "+", &save); name;
	     name = strtok_r(NULL, "+", &save)) {
		load_module(folder, name, &outcome);
		snprintf(test, sizeof(test), "module.%s", name);
		record_test(stream, test, outcome.result, outcome.detail);
	}
	usleep(SETTLE_US);
}
