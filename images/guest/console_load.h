/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_CONSOLE_LOAD_H
#define TB_CONSOLE_LOAD_H

#include "record.h"

#define CONSOLE_LOAD_PROBE	"console-load"

/*
 * Fills the console with numbered lines of its own, "@load <nonce> <number>
 * <crc32>", while records are said. How many they were is the last fact: the
 * judge counts those that arrived.
 */
void console_load_report(struct record_stream *stream);

#endif
