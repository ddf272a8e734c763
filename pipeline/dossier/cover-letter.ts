// The body of a cover letter: the author's words, then what the program adds, in the order of git format-patch and b4. Pure.

/** Texts; empty ones are left out. */
export type LetterParts = {
  /** Bytes as latin1 characters, Markdown. */
  readonly words: string;
  readonly evidence: string;
  readonly changelog: string;
  readonly shortlog: string;
  readonly diffstat: string;
  readonly rangeDiff: readonly string[];
  readonly base: string;
};

/** A longer one would hide the letter: it is a file of its own. */
const longestRangeDiff = 250;

/** Bytes as latin1 characters. */
export function coverLetter(version: number, parts: LetterParts): string {
  const { words, evidence, changelog, shortlog, diffstat, rangeDiff, base } = parts;
  const since = `Range-diff against v${version - 1}:`;
  const shown = rangeDiff.length <= longestRangeDiff ? rangeDiff.join("\n") : "";
  const added = [
    evidence.trimEnd(),
    changelog,
    shortlog,
    diffstat,
    shown && `${since}\n${shown}`,
    base,
  ];
  const texts = [plainText(words), ...added.map((text) => Buffer.from(text).toString("latin1"))];
  return texts.map(guarded).filter(Boolean).join("\n\n");
}

/** Headings underlined, as a mail has them. */
function plainText(markdown: string): string {
  return markdown.replaceAll(/^(##+) +(.*\S) *$/gm, (_, marks: string, title: string) => {
    const width = Buffer.from(title, "latin1").toString().length;
    return `${title}\n${(marks === "##" ? "=" : "~").repeat(width)}`;
  });
}

/** git mailinfo takes such a line for the beginning of the patch, and mail programs one for that of the signature. */
function guarded(text: string): string {
  return text
    .replaceAll(/^(?=diff -|Index: |---\s*$|--- \S|-- $)/gm, " ")
    .replace(/^\n+|\s+$/g, "");
}
