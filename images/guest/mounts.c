// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "array_size.h"
#include "mounts.h"

static const struct {
	const char *type;
	const char *path;
	const char *options;
} mounts[] = {
	{ "devtmpfs", "/dev", NULL },
	{ "proc", "/proc", NULL },
	{ "sysfs", "/sys", NULL },
	{ "tmpfs", "/tmp", "mode=1777" },
	{ "tmpfs", "/run", "mode=0755" },
	{ "debugfs", "/sys/kernel/debug", NULL },
};

/*
 * A kernel without one of these is no error here: what would have been read
 * from it is missing among the facts, and that can be seen.
 */
void mount_all(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].path, 0755);
		mount(mounts[i].type, mounts[i].path, mounts[i].type,
		      MS_NOSUID, mounts[i].options);
	}
}
