// SPDX-License-Identifier: GPL-2.0
#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include "build_id.h"
#include "text_file.h"

/* Name and descriptor of a note are padded to four bytes, in any ELF class. */
#define NOTE_ALIGN(len)		(((size_t)(len) + 3) & ~(size_t)3)

static bool is_build_id(const Elf64_Nhdr *note, const char *name)
{
	return note->n_type == NT_GNU_BUILD_ID &&
	       note->n_namesz == sizeof(ELF_NOTE_GNU) &&
	       !memcmp(name, ELF_NOTE_GNU, sizeof(ELF_NOTE_GNU));
}

static bool to_hex(const unsigned char *bytes, size_t len, char *hex,
		   size_t size)
{
	size_t i;

	if (!len || len * 2 >= size)
		return false;
	for (i = 0; i < len; i++)
		sprintf(hex + 2 * i, "%02x", bytes[i]);
	return true;
}

/* The file is the kernel's .notes section: Xen's notes stand there as well. */
bool build_id_get(char *hex, size_t size)
{
	char notes[16384];
	Elf64_Nhdr note;
	ssize_t len;
	size_t left, name, desc;
	char *at = notes;

	len = read_bytes("/sys/kernel/notes", notes, sizeof(notes));
	if (len < 0)
		return false;

	for (left = len; left >= sizeof(note); left -= name + desc) {
		memcpy(&note, at, sizeof(note));
		at += sizeof(note);
		left -= sizeof(note);
		name = NOTE_ALIGN(note.n_namesz);
		desc = NOTE_ALIGN(note.n_descsz);
		if (name > left || desc > left - name)
			return false;
		if (is_build_id(&note, at))
			return to_hex((unsigned char *)at + name,
				      note.n_descsz, hex, size);
		at += name + desc;
	}
	return false;
}
