// KTAP, the kernel's test protocol (Documentation/dev-tools/ktap.rst), out of any log: KUnit's, kselftest's, TAP 13.

import type { KtapResult, KtapTest } from "../../model/boot/ktap.ts";
import type { Segment } from "../../model/boot/console-segment.ts";

/** One test whose subtests may still come. */
type Level = {
  readonly indent: number;
  readonly line: number;
  /** It begins a log: whatever stands before all its lines is no indentation of a subtest. */
  readonly root: boolean;
  /** What `# Subtest:` says; the parent's result says it again. */
  name?: string;
  plan?: number;
  /** Of results on this level. */
  count: number;
  /** Leaves found below it, without its own name. */
  readonly tests: KtapTest[];
  readonly problems: string[];
};

const version = /^K?TAP version \d+$/;
const planLine = /^1\.\.(\d{1,6})(?:\s*#.*)?$/;
const resultLine = /^(ok|not ok)\s+(\d{1,6})(?:\s+(?:- )?(.*))?$/;
const subtest = /^# Subtest: (.+)$/;
const bail = /^Bail out!(.*)$/;

/** Lines that are no KTAP may stand between. A log that breaks off in a test is an error of it, never a pass. */
export function ktapOf(segments: readonly Segment[]): KtapResult {
  const reader = new Reader();
  for (const { speaker, text, line } of segments)
    if (speaker === "kernel" || speaker === "user" || speaker === "unstamped")
      reader.read(text, line);
  return reader.end();
}

class Reader {
  readonly #open: Level[] = [];
  readonly #tests: KtapTest[] = [];
  readonly #problems: string[] = [];
  #said: string[] = [];
  #pendingName: { readonly indent: number; readonly name: string } | undefined;

  read(line: string, number: number): void {
    const { indent, text } = indented(line);
    const result = resultLine.exec(text);
    const plan = planLine.exec(text);
    const name = subtest.exec(text);
    const bailed = bail.exec(text);
    if (version.test(text)) this.#begin(indent, number);
    else if (name) this.#named(indent, name[1] ?? "");
    else if (plan) this.#level(indent, number).plan = Number(plan[1]);
    else if (result) this.#result(indent, number, result);
    else if (bailed) this.#problems.push(`line ${number}: bailed out:${bailed[1] ?? ""}`);
    else if (text.startsWith("# ")) this.#said = [...this.#said, text.slice(2)].slice(-5);
  }

  end(): KtapResult {
    while (this.#open.length) this.#leave();
    return { tests: this.#tests, problems: this.#problems };
  }

  /** A version line begins a test's subtests, or, where one is open here already, another log. */
  #begin(indent: number, line: number): void {
    while ((this.#open.at(-1)?.indent ?? -1) >= indent) this.#leave();
    this.#enter(indent, line, true);
  }

  #enter(indent: number, line: number, isVersion = false): Level {
    const root = isVersion && !this.#open.length;
    const level: Level = { indent, line, root, count: 0, tests: [], problems: [] };
    if (this.#pendingName?.indent === indent) level.name = this.#pendingName.name;
    this.#pendingName = undefined;
    this.#open.push(level);
    return level;
  }

  /** KUnit says it behind the version line, older logs say it alone. */
  #named(indent: number, name: string): void {
    const level = this.#open.at(-1);
    if (level?.indent === indent && !level.count) level.name = name;
    else this.#pendingName = { indent, name };
  }

  #level(indent: number, line: number): Level {
    while ((this.#open.at(-1)?.indent ?? -1) > indent) this.#leave();
    const level = this.#open.at(-1);
    return level?.indent === indent ? level : this.#enter(indent, line);
  }

  #result(indent: number, line: number, [, word, number, rest = ""]: RegExpExecArray): void {
    const [name = "", directive = ""] = rest
      .split(/\s*(?<!\\)#(?: (?=\S)|(?=(?:SKIP|TODO|XFAIL|TIMEOUT|ERROR)\b))/i, 2)
      .map((part) => part.trim());
    const below = this.#takeBelow(indent);
    const level = this.#level(indent, line);
    level.count++;
    level.problems.push(...this.#announced(indent));
    if (Number(number) !== level.count)
      level.problems.push(`line ${line}: test ${number} stands where ${level.count} should`);
    const own: KtapTest = {
      name: name || `test ${number}`,
      result: resultOf(word === "ok", directive),
      detail: [directive, ...this.#said].filter(Boolean).join("; "),
      line,
    };
    this.#said = [];
    level.tests.push(...withChildren(own, below));
    level.problems.push(
      ...below.flatMap(({ problems }) => problems.map((one) => `${own.name}: ${one}`)),
    );
  }

  /** A test that said its subtests' name, and then none of them came. */
  #announced(indent: number): string[] {
    const { name, indent: at = 0 } = this.#pendingName ?? {};
    this.#pendingName = undefined;
    return name !== undefined && at > indent ? [`${name}: it has no subtest`] : [];
  }

  /** The subtests that the result of their test closes. */
  #takeBelow(indent: number): Level[] {
    const below: Level[] = [];
    while ((this.#open.at(-1)?.indent ?? -1) > indent) {
      const level = this.#open.pop();
      if (level) below.push(checked(level));
    }
    return below.toReversed();
  }

  /** Of a test that never came to its own result: the log broke off, or another one began. */
  #leave(): void {
    const level = this.#open.pop();
    if (!level) return;
    const { tests, problems, name } = checked(level);
    const above = this.#open.at(-1);
    const where = name ? `${name}: ` : "";
    const lost =
      level.indent > 0 && !level.root ? [`${where}its subtests have no result of their test`] : [];
    const parts = [...problems.map((one) => where + one), ...lost];
    (above?.problems ?? this.#problems).push(...parts);
    (above?.tests ?? this.#tests).push(...tests.map((test) => named(test, name)));
  }
}

/** Indentation and text without what printk puts before it; kselftest's runner indents by `# `. */
function indented(line: string): { indent: number; text: string } {
  let text = line.trimEnd();
  let indent = 0;
  for (;;) {
    const nested = /^# (?=(?:# )*(?:K?TAP version|1\.\.\d|ok \d|not ok \d))/.exec(text);
    const blank = /^[ \t]+/.exec(text)?.[0] ?? "";
    if (!nested && !blank) return { indent, text };
    indent += nested ? 2 : columns(blank);
    text = text.slice(nested ? 2 : blank.length);
  }
}

/** A tab is one more level, whatever its width. */
const tabWidth = 4;

function columns(blank: string): number {
  return blank.replaceAll("\t", " ".repeat(tabWidth)).length;
}

function checked(level: Level): Level {
  const { plan, count, line } = level;
  if (plan !== undefined && plan !== count)
    level.problems.push(`line ${line}: ${plan} tests were planned, ${count} came to a result`);
  return level;
}

/** Leaves count; a test that fails though none of its subtests does counts for itself. */
function withChildren(own: KtapTest, below: readonly Level[]): KtapTest[] {
  const leaves = below.flatMap(({ tests }) => tests.map((test) => named(test, own.name)));
  const explained = own.result !== "fail" || leaves.some(({ result }) => result === "fail");
  return leaves.length && explained ? leaves : [...leaves, own];
}

function named(test: KtapTest, above: string | undefined): KtapTest {
  return above ? { ...test, name: `${above}/${test.name}` } : test;
}

/** `# SKIP` and `# TODO` are no failures whatever stands before them; `# XFAIL` failed as it was expected to. */
function resultOf(ok: boolean, directive: string): KtapTest["result"] {
  if (/^(?:SKIP|TODO)\b/i.test(directive)) return "skip";
  if (/^XFAIL\b/i.test(directive)) return "pass";
  return ok && !/^(?:TIMEOUT|ERROR)\b/.test(directive) ? "pass" : "fail";
}
