/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_KERNEL_LOG_H
#define TB_KERNEL_LOG_H

#define KERNEL_LOG_TEXT		512

/* Messages by which the kernel names its hypervisor; empty when not seen. */
struct kernel_log {
	char hypervisor[KERNEL_LOG_TEXT];
	char paravirt[KERNEL_LOG_TEXT];
};

void kernel_log_read(struct kernel_log *log);

#endif
