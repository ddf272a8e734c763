// How a symbol may be called, and whether that is the same in two texts.

import { describe, expect, test } from "vitest";
import { alike, CallableSymbols } from "./c-signatures.ts";

function says(text: string): string[] {
  return new CallableSymbols(text).signatures("foo").map((signature) => signature.says);
}

describe("a signature", () => {
  test.each([
    ["a prototype", "int foo(struct bar *b, long n);", "int (struct bar *, long)"],
    ["without names", "int foo(struct bar *, long);", "int (struct bar *, long)"],
    [
      "over lines",
      "extern int foo(const struct bar *b,\n\t       long n);",
      "int (struct bar *, long)",
    ],
    ["a stub", "static inline void foo(void) { }", "void ()"],
    ["a definition", "struct bar * __init foo(unsigned int cpu)\n{\n}", "struct bar * (unsigned)"],
    ["an attribute before", "__printf(1, 2) int foo(const char *fmt, ...);", "int (char *, ...)"],
    ["an attribute behind", "void foo(int a) __must_hold(&lock);", "void (int)"],
    ["a callback", "int foo(int (*fn)(void *, int), void *arg);", "int ((*)(), void *)"],
    ["a macro", "#define foo(a, b) bar(a)", "(2 arguments)"],
    ["an open macro", "#define foo(fmt, ...) bar(fmt)", "(1 argument or more)"],
  ])("of %s", (_, text, signature) => {
    expect(says(text)).toEqual([signature]);
  });

  test.each([
    ["a call", "int bar(void)\n{\n\tfoo(1);\n\treturn foo(2);\n}"],
    ["a value", "int bar(void)\n{\n\tint a = foo(1);\n\tif (a)\n\t\tfoo(2);\n}"],
    ["a comment", "/* int foo(int a); */"],
    ["a string", 'char *a = "int foo(int a);";'],
    ["a longer name", "int foo_bar(int a);"],
  ])("is none of %s", (_, text) => {
    expect(says(text)).toEqual([]);
  });

  test.each([
    ["a name", "int foo(int a);", "int foo(int b);", true],
    ["const and storage", "int foo(char *a);", "static inline int foo(const char *a) { }", true],
    ["a type", "int foo(int a);", "int foo(long a);", false],
    ["a result", "int foo(int a);", "void foo(int a);", false],
    ["one argument more", "int foo(int a);", "int foo(int a, int b);", false],
    ["a macro with as many", "int foo(int a);", "#define foo(x) bar(x)", true],
    [
      "a macro with fewer",
      "struct class *foo(const char *name);",
      "#define foo(owner, name) bar(owner, name)",
      false,
    ],
    [
      "an open macro",
      "ssize_t foo(char *d, char *s, size_t n);",
      "#define foo(d, s, ...) bar(d, s)",
      true,
    ],
    ["a typedef for a callback", "int foo(int (*fn)(void *));", "int foo(foo_fn_t fn);", true],
  ])("changes by %s: %#", (_, one, other, same) => {
    const [here] = new CallableSymbols(one).signatures("foo");
    const [there] = new CallableSymbols(other).signatures("foo");
    expect(here && there && alike(here, there)).toBe(same);
  });
});
