/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which probes run: those named in "tb.probes=ONE+OTHER" on the command line,
 * in the order of their table; without that word, those that every boot has.
 */
#ifndef TB_PROBES_H
#define TB_PROBES_H

#include <stdbool.h>
#include <stddef.h>

bool probe_wanted(const char *name, bool in_every_boot);

/*
 * The next name on the command line that is asked for; NULL after the last.
 * Start with 0.
 */
const char *probe_asked(size_t index, char *name, size_t size);

#endif
