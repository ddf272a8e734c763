/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_CPU_FEATURES_H
#define TB_CPU_FEATURES_H

#include "record.h"

/* What the kernel tells programs that they may use (getauxval(3)). */
void cpu_features_report(struct record_stream *stream);

/* The first line of /proc/cpuinfo that begins with the key, as a fact. */
void cpu_info_fact(struct record_stream *stream, const char *name,
		   const char *key);

#endif
