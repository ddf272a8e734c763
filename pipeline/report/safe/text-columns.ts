// Columns of text by the width that a terminal gives them: a name may hold wide or combining characters.

import stringWidth from "string-width";

/** The blanks that fill `text` to `width` columns of a terminal; none where it is longer. */
export function padding(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** `text` in exactly that many columns or more, set to the left, or to the right. */
export function padded(text: string, width: number, side: "left" | "right" = "left"): string {
  const blanks = padding(text, width);
  return side === "left" ? text + blanks : blanks + text;
}

/** The columns that the widest of the texts takes. */
export function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** At most `width` columns; what was cut is marked. */
export function fitted(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(shown + segment) >= width) break;
    shown += segment;
  }
  return `${shown}\u2026`;
}
