// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command_line.h"
#include "faults.h"
#include "ktap.h"
#include "selftests.h"
#include "text_file.h"

#define FOLDER		"/selftests/"
#define LISTS		FOLDER "*.list"
#define OUTPUT		"/tmp/selftest"
/* tools/testing/selftests/kselftest.h */
#define KSFT_SKIP	4
/* Of what a program says: what failed first, or else its end. */
#define LAST_BYTES	400
#define MAX_ARGS	8

/* One line of the list: "collection program seconds [argument ...]". */
struct selftest {
	const char *collection;
	const char *program;
	unsigned int seconds;
	char *argv[MAX_ARGS + 2];
};

struct result {
	const char *outcome;
	char detail[LAST_BYTES + 128];
};

static bool parse(char *line, struct selftest *test)
{
	char *save, *seconds;
	int i;

	test->collection = strtok_r(line, " \t\n", &save);
	if (!test->collection || *test->collection == '#')
		return false;
	test->program = strtok_r(NULL, " \t\n", &save);
	seconds = strtok_r(NULL, " \t\n", &save);
	if (!seconds)
		return false;
	test->seconds = strtoul(seconds, NULL, 10);
	test->argv[0] = (char *)test->program;
	for (i = 1; i <= MAX_ARGS; i++)
		test->argv[i] = strtok_r(NULL, " \t\n", &save);
	test->argv[MAX_ARGS + 1] = NULL;
	return true;
}

/* tb.selftests=x86:timers */
static bool is_asked_for(const char *collection)
{
	char asked[256];
	char *word, *save;

	if (!command_line_get("tb.selftests", asked, sizeof(asked)))
		return false;
	for (word = strtok_r(asked, ":", &save); word;
	     word = strtok_r(NULL, ":", &save))
		if (!strcmp(word, collection))
			return true;
	return false;
}

/* A signal mask outlives execve(2), and so do lost rights. */
static void prepare(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (fault_planted("selftest-rights") && setuid(65534) < 0)
		_exit(125);
}

static void run_program(const struct selftest *test, const char *path)
{
	char folder[PATH_MAX];
	int out = open(OUTPUT, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int null = open("/dev/null", O_RDONLY);

	/* Its own process group, so that no grandchild outlives it. */
	setpgid(0, 0);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	close_range(STDERR_FILENO + 1, ~0U, 0);
	snprintf(folder, sizeof(folder), "%s", path);
	prepare();
	if (chdir(dirname(folder)) < 0)
		_exit(126);
	execv(path, test->argv);
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	_exit(127);
}

/* Waits for the program until its time is over: true when it went by itself. */
static bool await(pid_t pid, unsigned int seconds, int *status)
{
	struct timespec limit = { .tv_sec = seconds };
	sigset_t child;
	bool done;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	while (!(done = waitpid(pid, status, WNOHANG) == pid))
		if (sigtimedwait(&child, NULL, &limit) < 0 && errno == EAGAIN)
			break;
	kill(-pid, SIGKILL);
	if (!done)
		waitpid(pid, status, 0);
	/* Orphans of the program are children of PID 1 now. */
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	return done;
}

/* What tests say of a failure: those that speak TAP, and those that do not. */
static const char *first_failure(const char *text)
{
	const char *not_ok = strstr(text, "not ok");
	const char *failed = strstr(text, "[FAIL]");

	if (!not_ok || (failed && failed < not_ok))
		return failed;
	return not_ok;
}

/* On one line: escaped, line ends would fill the record. */
static void read_words(const char *path, char *words, size_t size)
{
	static char text[1 << 20];
	ssize_t len = read_bytes(path, text, sizeof(text) - 1);
	const char *from;
	size_t i;

	len = len < 0 ? 0 : len;
	text[len] = '\0';
	from = first_failure(text);
	if (!from)
		from = text + (len < (ssize_t)size ? 0 : len - (size - 1));
	for (i = 0; i < size - 1 && from[i]; i++)
		words[i] = (unsigned char)from[i] < ' ' ? ' ' : from[i];
	while (i && words[i - 1] == ' ')
		i--;
	words[i] = '\0';
}

static void read_ktap(struct ktap *ktap)
{
	static char text[1 << 20];
	ssize_t len = read_bytes(OUTPUT, text, sizeof(text) - 1);

	text[len < 0 ? 0 : len] = '\0';
	ktap_read(text, ktap);
}

/*
 * The exit code and the results must both be good: a program that promised
 * more results than it has did not finish, whatever its exit code.
 */
static const char *judge(int status, const struct ktap *ktap)
{
	unsigned int done = ktap->passed + ktap->failed + ktap->skipped;

	if (!WIFEXITED(status) || ktap->failed)
		return "fail";
	if (WEXITSTATUS(status) == KSFT_SKIP)
		return "skip";
	if (WEXITSTATUS(status) || (ktap->planned && done < ktap->planned))
		return "fail";
	return done && done == ktap->skipped ? "skip" : "pass";
}

static void describe(const struct selftest *test, bool in_time, int status,
		     const struct ktap *ktap, struct result *result)
{
	char last[LAST_BYTES];
	char how[64];

	if (!in_time)
		snprintf(how, sizeof(how), "not done after %u s",
			 test->seconds);
	else if (WIFSIGNALED(status))
		snprintf(how, sizeof(how), "killed by SIG%s",
			 sigabbrev_np(WTERMSIG(status)) ?: "?");
	else
		snprintf(how, sizeof(how), "exit code %d",
			 WEXITSTATUS(status));
	read_words(OUTPUT, last, sizeof(last));
	snprintf(result->detail, sizeof(result->detail),
		 "%s, %u passed, %u failed, %u skipped: %s", how, ktap->passed,
		 ktap->failed, ktap->skipped, last);
	result->outcome = judge(status, ktap);
}

static void run(const struct selftest *test, const char *path,
		struct result *result)
{
	struct ktap ktap;
	int status = 0;
	bool in_time;
	pid_t pid;

	pid = fork();
	if (!pid)
		run_program(test, path);
	if (pid < 0) {
		result->outcome = "fail";
		snprintf(result->detail, sizeof(result->detail), "fork: %s",
			 strerror(errno));
		return;
	}
	in_time = await(pid, test->seconds, &status);
	read_ktap(&ktap);
	describe(test, in_time, status, &ktap, result);
}

/* Beside a program that did not compile lies what the compiler said. */
static void explain_absence(const char *path, struct result *result)
{
	char log[PATH_MAX + 8];

	snprintf(log, sizeof(log), "%s.log", path);
	result->outcome = "skip";
	snprintf(result->detail, sizeof(result->detail),
		 "this kernel's tree has no such test");
	if (access(log, F_OK) < 0)
		return;
	result->outcome = "fail";
	read_words(log, result->detail, sizeof(result->detail));
}

/* selftest.x86.sigreturn of "x86/sigreturn_64" */
static void name_of(const struct selftest *test, char *name, size_t size)
{
	const char *program = strrchr(test->program, '/');
	size_t len;

	program = program ? program + 1 : test->program;
	len = strlen(program);
	if (len > 3 && !strcmp(program + len - 3, "_64"))
		len -= 3;
	snprintf(name, size, "selftest.%s.%.*s", test->collection, (int)len,
		 program);
}

static void report(struct record_stream *stream, const struct selftest *test)
{
	struct result result;
	char path[PATH_MAX];
	char name[128];

	name_of(test, name, sizeof(name));
	snprintf(path, sizeof(path), FOLDER "%s", test->program);
	if (access(path, F_OK) < 0)
		explain_absence(path, &result);
	else
		run(test, path, &result);
	record_test(stream, name, result.outcome, result.detail);
}

static void run_list(struct record_stream *stream, const char *path)
{
	FILE *list = fopen(path, "re");
	struct selftest test;
	char *line = NULL;
	size_t size = 0;

	while (list && getline(&line, &size, list) > 0)
		if (parse(line, &test) && is_asked_for(test.collection))
			report(stream, &test);
	free(line);
	if (list)
		fclose(list);
}

/* Each archive that was brought along has a list of its own. */
void selftests_report(struct record_stream *stream)
{
	char asked[256];
	sigset_t child;
	glob_t lists;
	size_t i;

	if (!command_line_get("tb.selftests", asked, sizeof(asked)))
		return;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	if (glob(LISTS, 0, NULL, &lists) == 0) {
		for (i = 0; i < lists.gl_pathc; i++)
			run_list(stream, lists.gl_pathv[i]);
		globfree(&lists);
	} else {
		record_test(stream, "selftest", "fail",
			    LISTS ": asked for, and not there");
	}
	sigprocmask(SIG_UNBLOCK, &child, NULL);
}
