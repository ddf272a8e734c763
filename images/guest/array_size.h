/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_ARRAY_SIZE_H
#define TB_ARRAY_SIZE_H

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#endif
