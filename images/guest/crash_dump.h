/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A crash dump, for real: the first kernel loads a second one, panics, and the
 * second one reads the first one's memory in /proc/vmcore
 * (Documentation/admin-guide/kdump/kdump.rst). Both say their records on one
 * console: the second goes on with the number where the first one stopped.
 */
#ifndef TB_CRASH_DUMP_H
#define TB_CRASH_DUMP_H

#include <stdbool.h>

#include "record.h"

/* Does not return where a second kernel could be loaded. */
void crash_dump_cause(struct record_stream *stream);

/* Whether this is the second kernel; the stream goes on if it is. */
bool crash_dump_resume(struct record_stream *stream);

/* What the second kernel finds of the first one. */
void crash_dump_report(struct record_stream *stream);

#endif
