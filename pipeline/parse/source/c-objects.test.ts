// Which function, type or table a line of kernel C stands in.

import { describe, expect, test } from "vitest";
import { enclosing, sourceObjects } from "./source-objects.ts";

/** `kind name`, over the lines of each object. */
function objects(path: string, text: string): string[] {
  return sourceObjects(path, text.split("\n")).map(
    ({ kind, name, first, last }) => `${kind} ${name} ${first}-${last}`,
  );
}

/** What the kernel really writes; the object must take the whole text. */
const shapes: readonly [says: string, object: string, text: string][] = [
  ["a function", "function foo", "int foo(void)\n{\n\treturn 0;\n}"],
  [
    "its type on a line of its own",
    "function foo",
    "static ssize_t\nfoo(struct device *dev)\n{\n}",
  ],
  ["parameters over lines", "function foo", "static int foo(int a,\n\t       int b)\n{\n}"],
  ["an inline one of one line", "function foo", "static inline void foo(void) { }"],
  ["a brace on the header's line", "function foo", "static inline int foo(void) {\n\treturn 1;\n}"],
  ["an empty body below", "function foo", "static inline void foo(int a)\n{ }"],
  ["a section attribute", "function foo", "void __init foo(void)\n{\n}"],
  [
    "an attribute with arguments",
    "function foo",
    "static __printf(1, 2) int foo(const char *f, ...)\n{\n}",
  ],
  ["__attribute__", "function foo", "__attribute__((noinline)) void foo(void)\n{\n}"],
  ["a sparse annotation", "function foo", "static void foo(void)\n\t__acquires(&lock)\n{\n}"],
  ["labels at the margin", "function foo", "int foo(void)\n{\n\tgoto out;\nout:\n\treturn 0;\n}"],
  [
    "#ifdef in the body",
    "function foo",
    "int foo(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t}\n}",
  ],
  [
    "two headers for one body",
    "function foo",
    "#ifdef A\nint foo(int a)\n#else\nint foo(void)\n#endif\n{\n}",
  ],
  ["a brace in a string", "function foo", 'static char *foo(void) { return "{"; }'],
  ["a brace in a comment", "function foo", "int foo(void)\n{\n/*\n} no end\n*/\n}"],
  [
    "a system call",
    "function SYSCALL_DEFINE2(kill)",
    "SYSCALL_DEFINE2(kill, pid_t, pid, int, sig)\n{\n}",
  ],
  [
    "an entry point",
    "function DEFINE_IDTENTRY(exc_divide_error)",
    "DEFINE_IDTENTRY(exc_divide_error)\n{\n}",
  ],
  [
    "a function that takes a function",
    "function foo",
    "static int foo(int (*fn)(void *), void *arg)\n{\n}",
  ],
  ["a type", "type struct foo", "struct foo {\n\tint a;\n};"],
  ["a packed type", "type struct foo", "struct foo {\n\tint a;\n} __packed;"],
  ["a typedef", "type struct foo_t", "typedef struct {\n\tint a;\n} foo_t;"],
  ["an enum without a name", "type enum", "enum {\n\tA,\n};"],
  ["a table", "data foo", "static const struct bar foo[] = {\n\t{ 1 },\n};"],
  [
    "a structure with values",
    "data foo",
    'const __initconst struct bar foo = {\n\t.name = "x",\n};',
  ],
  ["pointers to functions", "data foo", "static int (*foo[])(void) = {\n\ta,\n};"],
  ["an array of several sizes", "data foo", "static u8 foo[2][N(3)] = {\n\t{ 0 },\n};"],
  [
    "a per-CPU variable",
    "data DEFINE_PER_CPU(struct x, foo)",
    "static DEFINE_PER_CPU(struct x, foo) = {\n\t.a = 1,\n};",
  ],
  ["rows at the margin", "data foo", "static struct bar foo[] = {\n{\n\t1,\n}, {\n\t2,\n},\n};"],
  [
    "a macro of several lines",
    "macro foo",
    "#define foo(x) do {\t\\\n\tbar(x);\t\t\\\n} while (0)",
  ],
];

describe("an object of C", () => {
  test.each(shapes)("%s", (_, object, text) => {
    const last = text.split("\n").length - 1;
    const first = text.startsWith("#ifdef") ? 3 : 0;
    expect(objects("a.c", text)).toEqual([`${object} ${first}-${last}`]);
  });

  test("is none where there is only a declaration", () => {
    const text = `extern int foo(void);
static DEFINE_MUTEX(lock);
EXPORT_SYMBOL_GPL(foo);
module_init(foo)
MODULE_LICENSE("GPL");
int bar(int a,
	int b);
struct foo;
#define A 1
`;
    expect(objects("a.h", text)).toEqual([]);
  });

  test("ends where the next begins", () => {
    const text = `/* about a() { */
static int a(void)
{
}
module_init(a)

DEFINE_MUTEX(lock);
struct b {
};
int c(void)
{
}`;
    expect(objects("a.c", text)).toEqual([
      "function a 1-3",
      "type struct b 7-8",
      "function c 9-11",
    ]);
  });

  test("holds what is put between its lines, not what is put before or behind it", () => {
    const found = sourceObjects("a.c", ["int a(void)", "{", "}", "", "int b(void)", "{", "}"]);
    const at = (from: number, to: number) => enclosing(found, from, to)?.name;
    expect([at(0, 0), at(1, 1), at(2, 2), at(3, 3), at(4, 4)]).toEqual([
      undefined,
      "a",
      "a",
      undefined,
      undefined,
    ]);
    expect([at(2, 3), at(3, 4), at(6, 7)]).toEqual(["a", undefined, "b"]);
  });
});

describe("an object of another file", () => {
  test("is an assembler function", () => {
    const text = `#include <linux/linkage.h>
SYM_FUNC_START(foo)
	ret
SYM_FUNC_END(foo)
.macro PUSH_REGS
	push %rax
.endm
SYM_CODE_START_NOALIGN(bar)
.Lout:
SYM_CODE_END(bar)`;
    expect(objects("entry.S", text)).toEqual([
      "function foo 1-3",
      "function PUSH_REGS 4-6",
      "function bar 7-9",
    ]);
  });

  test("is an entry of Kconfig, with its help", () => {
    const text = `menuconfig HYPERVISOR_GUEST
	bool "Linux guest support"
	help
	  Say Y.

	  Or not.

if HYPERVISOR_GUEST

config XEN
	bool
endif`;
    const found = ["entry menuconfig HYPERVISOR_GUEST 0-5", "entry config XEN 9-10"];
    expect(objects("arch/x86/Kconfig.debug", text)).toEqual(found);
  });

  test("is a list of a Makefile, over its lines", () => {
    const text = `obj-y := a.o \\
	b.o \\
	c.o
obj-$(CONFIG_X) += x.o
ifdef A
all: vmlinux
	$(call cmd)
endif`;
    expect(objects("kernel/Makefile", text)).toEqual([
      "list obj-y 0-2",
      "list obj-$(CONFIG_X) 3-3",
      "list all 5-6",
    ]);
  });

  test("is not known in a text", () => {
    expect(objects("Documentation/a.rst", "int foo(void)\n{\n}")).toEqual([]);
  });
});
