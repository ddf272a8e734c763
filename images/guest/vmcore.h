/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_VMCORE_H
#define TB_VMCORE_H

#include <stdbool.h>
#include <stddef.h>

/* A value of the crashed kernel's VMCOREINFO note, a line "NAME=value". */
bool vmcore_info(const char *name, char *value, size_t size);

/* Whether a page of the crashed kernel's memory begins with these bytes. */
bool vmcore_has_page(const void *bytes, size_t len);

#endif
