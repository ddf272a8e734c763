/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_BUILD_ID_H
#define TB_BUILD_ID_H

#include <stdbool.h>
#include <stddef.h>

/* The running kernel's GNU build-id as hex digits. */
bool build_id_get(char *hex, size_t size);

#endif
