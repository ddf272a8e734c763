/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_TEXT_FILE_H
#define TB_TEXT_FILE_H

#include <stddef.h>
#include <sys/types.h>

/* Reads at most size bytes; returns how many, or -1. */
ssize_t read_bytes(const char *path, void *buf, size_t size);

/*
 * Reads a small file as text: without trailing space, lines joined by one
 * blank, always terminated. Returns its length, or -1 when it cannot be read.
 */
ssize_t read_text(const char *path, char *buf, size_t size);

#endif
