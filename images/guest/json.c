// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "json.h"

static void append(struct json *json, const char *bytes, size_t len)
{
	if (len > sizeof(json->text) - json->len)
		len = sizeof(json->text) - json->len;
	memcpy(json->text + json->len, bytes, len);
	json->len += len;
}

/* Bytes in the well-formed UTF-8 sequence at s, 0 when it is not one. */
static size_t utf8_length(const unsigned char *s)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t len, i;

	if (s[0] < 0x80)
		return 1;
	else if (s[0] >= 0xc2 && s[0] <= 0xdf)
		len = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		len = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		len = 4;
	else
		return 0;

	/* Overlong forms, surrogates, and what lies past U+10FFFF. */
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;

	for (i = 1; i < len; i++) {
		if (s[i] < low || s[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return len;
}

/*
 * Writes the next character of s, escaped, to out and its length to *written;
 * returns how many bytes of s it stands for. A byte that is not text becomes
 * \u00XX, so that whatever a kernel puts into a file arrives as some string.
 */
static size_t escape(const char *s, char out[8], size_t *written)
{
	unsigned char c = *s;
	size_t len = utf8_length((const unsigned char *)s);

	if (c == '"' || c == '\\') {
		out[0] = '\\';
		out[1] = c;
		*written = 2;
	} else if (!len || c < 0x20 || c == 0x7f) {
		*written = snprintf(out, 8, "\\u%04x", c);
		len = 1;
	} else {
		memcpy(out, s, len);
		*written = len;
	}
	return len;
}

static void append_quoted(struct json *json, const char *s, size_t limit)
{
	size_t end = json->len + limit;
	char out[32];
	size_t used, written;

	append(json, "\"", 1);
	while (*s) {
		used = escape(s, out, &written);
		if (json->len + written > end) {
			written = snprintf(out, sizeof(out),
					   "[... %zu bytes cut]", strlen(s));
			append(json, out, written);
			break;
		}
		append(json, out, written);
		s += used;
	}
	append(json, "\"", 1);
}

static void append_key(struct json *json, const char *key)
{
	if (json->len > 1)
		append(json, ",", 1);
	append_quoted(json, key, 32);
	append(json, ":", 1);
}

void json_open(struct json *json)
{
	json->len = 0;
	append(json, "{", 1);
}

void json_string(struct json *json, const char *key, const char *value,
		 size_t limit)
{
	append_key(json, key);
	append_quoted(json, value, limit);
}

void json_number(struct json *json, const char *key,
		 unsigned long long value)
{
	char digits[24];

	append_key(json, key);
	append(json, digits, snprintf(digits, sizeof(digits), "%llu", value));
}

void json_close(struct json *json)
{
	append(json, "}", 1);
}
