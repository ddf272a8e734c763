/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_CRC32_H
#define TB_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 as zlib's crc32() gives it; start with 0, chain the results. */
uint32_t crc32(uint32_t crc, const void *data, size_t len);

#endif
