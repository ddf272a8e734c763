/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_FLASK_H
#define TB_FLASK_H

#include "record.h"

/* Whether Xen's FLASK enforces its policy; nothing where Xen has none. */
void flask_report(struct record_stream *stream);

#endif
