// C source without what the compiler does not see.

/**
 * Comments, the contents of strings and of character constants become blanks; every line stays where it was.
 * A line of `lines` ends in its line feed or not; those of the answer end in none.
 */
export function codeLines(lines: readonly string[]): string[] {
  return code(lines.map((line) => line.replace(/\r?\n$/, "")).join("\n")).split("\n");
}

const notCode =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;

/** The same for one text. */
export function code(text: string): string {
  return text.replaceAll(notCode, (found) => {
    const blank = found.replaceAll(/[^\n]/g, " ");
    const quote = found[0] ?? "";
    return quote === "/" ? blank : quote + blank.slice(2) + quote;
  });
}

const keywords = new Set(
  `if for while switch return sizeof typeof typeof_unqual __typeof__ defined do else goto case asm __asm__
  __attribute__ _Static_assert static_assert alignof _Alignof __alignof__ auto break char const continue default
  double enum extern float inline int long register restrict short signed static struct typedef union unsigned void
  volatile NULL true false bool`.split(/\s+/),
);

export function isKeyword(word: string): boolean {
  return keywords.has(word);
}

/** Index behind the parenthesis that closes the one at `open`; undefined where none does. */
export function closing(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
}
