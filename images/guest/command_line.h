/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_COMMAND_LINE_H
#define TB_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Looks up name=value on the kernel's command line. The kernel hands neither
 * argv nor environment to init for parameters with a dot in their name: it
 * takes them for options of a module.
 */
bool command_line_get(const char *name, char *value, size_t size);

#endif
