/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_MODULES_H
#define TB_MODULES_H

#include "record.h"

/*
 * Loads the modules that tb.modules=a+b names, each behind those that it
 * depends on, from /lib/modules/RELEASE: uncompressed files, and the lines of
 * modules.dep and modules.builtin that speak of them. Each becomes a test
 * module.NAME: pass where it runs or is built in, skip where the kernel has
 * none or the machine no such device, fail where the kernel refused it.
 */
void modules_load(struct record_stream *stream);

#endif
