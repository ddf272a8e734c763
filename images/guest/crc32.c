// SPDX-License-Identifier: GPL-2.0
#include "crc32.h"

/* Bit by bit: a boot checks some ten kilobytes, a table would not pay. */
uint32_t crc32(uint32_t crc, const void *data, size_t len)
{
	const unsigned char *p = data;
	int bit;

	crc = ~crc;
	while (len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (0xedb88320 & -(crc & 1));
	}
	return ~crc;
}
