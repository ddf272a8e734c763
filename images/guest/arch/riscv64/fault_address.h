/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_FAULT_ADDRESS_H
#define TB_FAULT_ADDRESS_H

/* The hardware tells the very byte. */
#define FAULT_ADDRESS_LOST	0ul

#endif
