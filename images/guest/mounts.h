/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_MOUNTS_H
#define TB_MOUNTS_H

void mount_all(void);

#endif
