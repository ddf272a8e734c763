/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_SYS_HYPERVISOR_H
#define TB_SYS_HYPERVISOR_H

#include "record.h"

/* Every readable file below /sys/hypervisor, in the order of its names. */
void sys_hypervisor_report(struct record_stream *stream);

#endif
