/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_KUNIT_H
#define TB_KUNIT_H

#include "record.h"

/*
 * One test record, kunit.<suite>, for every suite the kernel ran while it
 * booted. A kernel without KUnit has none.
 */
void kunit_report(struct record_stream *stream);

#endif
