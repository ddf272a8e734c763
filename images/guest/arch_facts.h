/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_ARCH_FACTS_H
#define TB_ARCH_FACTS_H

#include "record.h"

/*
 * What only this architecture can show of itself and of a hypervisor below it;
 * one arch/NAME/arch_facts.c each.
 */
void arch_facts_report(struct record_stream *stream);

#endif
