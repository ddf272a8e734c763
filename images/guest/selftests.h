/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_SELFTESTS_H
#define TB_SELFTESTS_H

#include "record.h"

/*
 * Runs the programs of tools/testing/selftests that lie in /selftests, those
 * of the collections that tb.selftests names ("x86:timers"), and says a record
 * for each: selftest.x86.sigreturn. Nothing where none is asked for.
 */
void selftests_report(struct record_stream *stream);

#endif
