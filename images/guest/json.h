/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TB_JSON_H
#define TB_JSON_H

#include <stddef.h>

/*
 * One JSON object under construction. It never grows past its buffer: strings
 * are cut to a limit of their own, so that what follows them still fits.
 */
struct json {
	size_t len;
	char text[1024];
};

void json_open(struct json *json);
void json_string(struct json *json, const char *key, const char *value,
		 size_t limit);
void json_number(struct json *json, const char *key,
		 unsigned long long value);
void json_close(struct json *json);

#endif
