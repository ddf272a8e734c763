/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_KTAP_H
#define TB_KTAP_H

#include <stddef.h>

/* The results of one program, Documentation/dev-tools/ktap.rst. */
struct ktap {
	unsigned int planned;
	unsigned int passed;
	unsigned int failed;
	unsigned int skipped;
};

/* Counts the results at the outermost level; a text without any has none. */
void ktap_read(const char *text, struct ktap *ktap);

#endif
