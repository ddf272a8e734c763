// SPDX-License-Identifier: GPL-2.0
/*
 * A TCG plugin: which instructions were executed, and how often, between the
 * marks that the guest's benchmarks execute (images/guest/bench_mark.h); and at
 * how many executed instructions an address was first reached.
 *
 *	-plugin counter.so,out=FILE[,first=FILE]
 *
 * first: addresses in hex, one a line. Lines written to out:
 *
 *	first ADDRESS INSTRUCTIONS	executed before this address was reached
 *	window				one from a begin mark to an end mark:
 *	at ADDRESS COUNT		every address executed in it
 *
 * An instruction that faults is counted when it is tried and when it is done
 * again; the TSC under icount counts it once.
 *
 * The declarations are those of QEMU's plugin API, version 1
 * (docs/devel/tcg-plugins.rst); Debian ships no header for it.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
typedef struct qemu_info qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };

typedef void (*tb_trans_cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*exec_cb)(unsigned int cpu, void *data);
typedef void (*exit_cb)(qemu_plugin_id_t id, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   tb_trans_cb cb);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    exec_cb cb,
					    enum qemu_plugin_cb_flags flags,
					    void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn,
						enum qemu_plugin_op op,
						void *ptr, uint64_t imm);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_cb cb,
				    void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *
qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t at);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);

#define EXPORT		__attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

/* nopl disp32(%rax), as the guest's assembler writes it, with the disp. */
#define MARK_SIZE	7
static const unsigned char begin_mark[] = {
	0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x7b
};
static const unsigned char end_mark[] = {
	0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x7e
};

/* One for every address that was ever translated, in an open hash table. */
#define PLACES		(1u << 22)

struct place {
	uint64_t address;
	uint64_t executed;
	uint64_t at_begin;
	bool first;
};

static struct place *places;
static uint64_t executed;
static FILE *out;

static struct place *place_of(uint64_t address)
{
	uint32_t at = (address * UINT64_C(0x9e3779b97f4a7c15)) >> 42;

	while (places[at].address && places[at].address != address)
		at = (at + 1) % PLACES;
	places[at].address = address;
	return &places[at];
}

static void on_first(unsigned int cpu, void *data)
{
	struct place *place = data;

	(void)cpu;
	if (!place->first)
		return;
	place->first = false;
	fprintf(out, "first %" PRIx64 " %" PRIu64 "\n", place->address,
		executed);
}

static void on_begin(unsigned int cpu, void *data)
{
	uint32_t i;

	(void)cpu;
	(void)data;
	for (i = 0; i < PLACES; i++)
		places[i].at_begin = places[i].executed;
}

static void on_end(unsigned int cpu, void *data)
{
	uint64_t count;
	uint32_t i;

	(void)cpu;
	(void)data;
	fputs("window\n", out);
	for (i = 0; i < PLACES; i++) {
		count = places[i].executed - places[i].at_begin;
		if (count)
			fprintf(out, "at %" PRIx64 " %" PRIu64 "\n",
				places[i].address, count);
	}
	fflush(out);
}

static void count_insn(struct qemu_plugin_insn *insn)
{
	const void *bytes = qemu_plugin_insn_data(insn);
	bool marked = qemu_plugin_insn_size(insn) == MARK_SIZE;
	struct place *place = place_of(qemu_plugin_insn_vaddr(insn));

	if (place->first)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_first,
						       QEMU_PLUGIN_CB_NO_REGS,
						       place);
	if (marked && !memcmp(bytes, begin_mark, MARK_SIZE))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_begin,
						       QEMU_PLUGIN_CB_NO_REGS,
						       NULL);
	if (marked && !memcmp(bytes, end_mark, MARK_SIZE))
		qemu_plugin_register_vcpu_insn_exec_cb(insn, on_end,
						       QEMU_PLUGIN_CB_NO_REGS,
						       NULL);
	qemu_plugin_register_vcpu_insn_exec_inline(insn,
						   QEMU_PLUGIN_INLINE_ADD_U64,
						   &place->executed, 1);
	qemu_plugin_register_vcpu_insn_exec_inline(insn,
						   QEMU_PLUGIN_INLINE_ADD_U64,
						   &executed, 1);
}

static void on_translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t count = qemu_plugin_tb_n_insns(tb);
	size_t i;

	(void)id;
	for (i = 0; i < count; i++)
		count_insn(qemu_plugin_tb_get_insn(tb, i));
}

static bool read_first(const char *path)
{
	FILE *in = fopen(path, "r");
	uint64_t address;

	if (!in)
		return false;
	while (fscanf(in, "%" SCNx64, &address) == 1)
		place_of(address)->first = true;
	fclose(in);
	return true;
}

static void on_exit_of_qemu(qemu_plugin_id_t id, void *data)
{
	(void)id;
	(void)data;
	fclose(out);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
			       int argc, char **argv)
{
	int i;

	(void)info;
	places = calloc(PLACES, sizeof(*places));
	if (!places)
		return -1;
	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "out=", 4))
			out = fopen(argv[i] + 4, "w");
		else if (strncmp(argv[i], "first=", 6) ||
			 !read_first(argv[i] + 6))
			return -1;
	}
	if (!out)
		return -1;
	setvbuf(out, NULL, _IOLBF, 0);
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translated);
	qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, NULL);
	return 0;
}
