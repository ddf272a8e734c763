// Text from patches, consoles and YAML -> the same text with nothing invisible or alive in it.
// Whatever a document shows passes through here first; the escaping of its format comes second.

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;
const pictures = 0x2400;
const pictureOfDelete = "\u2421";

/**
 * Control characters become their pictures (U+2400 and on), other invisible ones (C1 controls, text direction,
 * zero width) their number, lone surrogates U+FFFD. Tabs and line feeds stay.
 */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\t" || character === "\n") return character;
    if (code < 0x20) return String.fromCodePoint(pictures + code);
    if (code === 0x7f) return pictureOfDelete;
    if (code >= 0xd800 && code <= 0xdfff) return "\uFFFD";
    return `\u2039U+${code.toString(16).toUpperCase().padStart(4, "0")}\u203A`;
  });
}

/** Visible text on one line of at most `max` characters; what was cut is marked. */
export function oneLine(text: string, max = 300): string {
  // Nothing is gained by looking at a megabyte of which some hundred characters are shown.
  const start = text.trimStart().slice(0, 4 * max);
  const flat = visibleText(start.replace(/\s+/gu, " ").trim());
  return flat.length > max ? `${flat.slice(0, max - 1).toWellFormed()}\u2026` : flat;
}

/** Visible text, cut after `max` characters with a note of how many more there were. */
export function cutText(text: string, max = 2000): string {
  if (text.length <= max) return visibleText(text);
  const note = ` \u2026 (cut here, ${text.length - max} more characters)`;
  return visibleText(text.slice(0, max)) + note;
}
