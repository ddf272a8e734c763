// A build's output -> what broke it, and what compilers and checkers complain of.

import type { Complaint } from "../model/described/compiled.ts";

const error =
  /^(?:\S+:\d+:(?:\d+:)? (?:fatal )?error: .*|.*: undefined reference to .*|error: .*|.*: \*\*\* .*)$/i;

/** The first lines that say why the build stopped; the log's end where none is known. */
export function errorsIn(log: string): string[] {
  const lines = log.split("\n");
  const errors = lines.filter((line) => error.test(line));
  return errors.length ? errors.slice(0, 10) : lines.filter(Boolean).slice(-10);
}

/** A program that a makefile looked for in vain, as its shell or make says it; undefined where none is told of. */
export function missingProgram(log: string): string | undefined {
  return /\bError 127$/m.test(log) ? notFound.exec(log)?.slice(1).find(Boolean) : undefined;
}

const notFound =
  /^(?:\S*\b(?:sh|dash|bash): (?:line )?(?:\d+: )?(\S+): (?:command )?not found|make(?:\[\d+\])?: (\S+): No such file or directory)$/m;

/** gcc, clang and sparse (`f.c:1:2: warning: x`), Coccinelle (`f.c:1:2-3: WARNING: x`), smatch (`f.c:1 f() warn: x`), kernel-doc (`Warning: f.c:1 x`). */
const complaint =
  /^(?:(?:warning|error): )?(?:\.\.\/|\/tmp\/)?(?:linux\/)?((?:[\w.+-]+\/)*[\w.+-]+\.[chS]):\d+(?:[:-]\d+)*:?\s+(?:\w+\(\) )?(?:(?:warning|warn|error):? ?:?\s*)?(.*)$/i;

const saysSo = /\b(?:warning|warn|error|fatal error):/i;

/**
 * All that compilers and checkers complain of, as a set: each file and message once, whichever line it stands in, so
 * that an edit above an old one makes no new one of it. Paths are those below the tree.
 */
export function complaintsIn(log: string): Complaint[] {
  const found = new Map<string, Complaint>();
  for (const printed of log.split("\n")) {
    const [, file, message] = complaint.exec(printed) ?? [];
    if (!file || !message || !saysSo.test(printed)) continue;
    const line = printed.replace(/(?:\.\.|\/tmp)\/linux\//, "");
    const key = `${file}: ${message}`;
    if (!found.has(key)) found.set(key, { file, message, line });
  }
  return [...found.values()];
}
