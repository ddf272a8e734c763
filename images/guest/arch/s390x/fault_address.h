/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_FAULT_ADDRESS_H
#define TB_FAULT_ADDRESS_H

/* The hardware tells which page, and no more (arch/s390/mm/fault.c). */
#define FAULT_ADDRESS_LOST	0xffful

#endif
