/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A client of xenstore, through the kernel: docs/misc/xenstore.txt of Xen has
 * the protocol. A path that does not begin with "/" is below the domain's own
 * home, also after the domain was moved and has another number.
 */
#ifndef TB_XENSTORE_H
#define TB_XENSTORE_H

#include <stdbool.h>
#include <stddef.h>

/* A file descriptor, or -1 where there is no xenstore. */
int xenstore_open(void);
/* False with errno; ENOENT where there is no such node. */
bool xenstore_read(int fd, const char *path, char *value, size_t size);
bool xenstore_write(int fd, const char *path, const char *value);

/* A descriptor of its own that hears of changes of a node; -1 with errno. */
int xenstore_watch(const char *path);
/* Until something changed, or the time is over. */
void xenstore_await(int watch, int milliseconds);

#endif
