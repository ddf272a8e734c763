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
 *	workload			at its done mark: of its batches, from
 *					begin mark to end mark, the one with
 *					the fewest instructions:
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
static const unsigned char mark[] = { 0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00 };

/* One for every address that was ever translated; found by a hash table. */
#define PLACES		(1u << 20)
#define SLOTS		(2 * PLACES)

struct place {
	uint64_t address;
	uint64_t executed;
	uint64_t at_begin;
	uint64_t at_least;
	bool first;
};

static struct place *places;
static struct place **slots;
static uint32_t used;
static uint64_t executed, executed_at_begin, least = UINT64_MAX;
static FILE *out;

static struct place *place_of(uint64_t address)
{
	uint32_t at = (address * UINT64_C(0x9e3779b97f4a7c15)) >> 43;

	while (slots[at] && slots[at]->address != address)
		at = (at + 1) % SLOTS;
	if (slots[at])
		return slots[at];
	if (used == PLACES) {
		fputs("counter: too many addresses\n", stderr);
		exit(1);
	}
	slots[at] = &places[used++];
	slots[at]->address = address;
	return slots[at];
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
	executed_at_begin = executed;
	for (i = 0; i < used; i++)
		places[i].at_begin = places[i].executed;
}

static void on_end(unsigned int cpu, void *data)
{
	uint64_t count = executed - executed_at_begin;
	uint32_t i;

	(void)cpu;
	(void)data;
	if (count >= least)
		return;
	least = count;
	for (i = 0; i < used; i++)
		places[i].at_least = places[i].executed -
				     places[i].at_begin;
}

static void on_done(unsigned int cpu, void *data)
{
	uint32_t i;

	(void)cpu;
	(void)data;
	fputs("workload\n", out);
	for (i = 0; i < used; i++) {
		if (places[i].at_least)
			fprintf(out, "at %" PRIx64 " %" PRIu64 "\n",
				places[i].address, places[i].at_least);
		places[i].at_least = 0;
	}
	fflush(out);
	least = UINT64_MAX;
}

static exec_cb on_mark(const struct qemu_plugin_insn *insn)
{
	const unsigned char *bytes = qemu_plugin_insn_data(insn);

	if (qemu_plugin_insn_size(insn) != MARK_SIZE ||
	    memcmp(bytes, mark, sizeof(mark)))
		return NULL;
	switch (bytes[MARK_SIZE - 1]) {
	case 0x7b:
		return on_begin;
	case 0x7e:
		return on_end;
	case 0x7d:
		return on_done;
	default:
		return NULL;
	}
}

static void call(struct qemu_plugin_insn *insn, exec_cb cb, void *data)
{
	qemu_plugin_register_vcpu_insn_exec_cb(insn, cb,
					       QEMU_PLUGIN_CB_NO_REGS, data);
}

static void add_one(struct qemu_plugin_insn *insn, uint64_t *counter)
{
	qemu_plugin_register_vcpu_insn_exec_inline(insn,
						   QEMU_PLUGIN_INLINE_ADD_U64,
						   counter, 1);
}

static void count_insn(struct qemu_plugin_insn *insn)
{
	struct place *place = place_of(qemu_plugin_insn_vaddr(insn));
	exec_cb marked = on_mark(insn);

	if (place->first)
		call(insn, on_first, place);
	if (marked)
		call(insn, marked, NULL);
	add_one(insn, &place->executed);
	add_one(insn, &executed);
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
	slots = calloc(SLOTS, sizeof(*slots));
	if (!places || !slots)
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
