/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_PANIC_H
#define TB_PANIC_H

/*
 * Panics the kernel by sysrq; returns where it cannot. Needs MAGIC_SYSRQ:
 * without it this shows as an ordinary good boot.
 */
void panic_kernel(void);

#endif
