/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_FACTS_H
#define TB_FACTS_H

#include "record.h"

/*
 * What this kernel is and where it believes it runs. What cannot be read is
 * left out: the reader of the records sees an absence, never a guess.
 */
void facts_report(struct record_stream *stream);

/*
 * What is settled only some time after init has begun: which clock is used,
 * and whether timers are high-resolution ones.
 */
void facts_report_late(struct record_stream *stream);

/*
 * What the kernel remembers of faults, after all tests: what its console lost
 * or nobody knew for a fault is still in it.
 */
void facts_taint(struct record_stream *stream);

/*
 * CLOCK_BOOTTIME in nanoseconds, read as late as can be: whoever reads the
 * records knows when this one came, and compares the rate of two of them.
 */
void facts_clock(struct record_stream *stream, const char *name);

#endif
