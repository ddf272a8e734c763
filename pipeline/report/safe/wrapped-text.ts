// Text in lines of at most 75 columns, as mails to kernel lists are.

const mailColumns = 75;

/** Breaks at blanks, and in a word only where it is longer than a line. Lines after the first begin with `indent`. */
export function wrapped(text: string, indent = ""): string {
  const lines: string[] = [];
  let rest = text;
  let room = mailColumns;
  while (widthOf(rest) > room) {
    const fits = fitting(rest, room);
    const blank = rest.lastIndexOf(" ", fits);
    const end = blank > indent.length + 1 ? blank : fits;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
    room = mailColumns - indent.length;
  }
  return [...lines, rest].join(`\n${indent}`);
}

/** In columns: what East Asian scripts and pictures write takes two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  return /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}|[\u{20000}-\u{3FFFD}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** How much of the text fits, in UTF-16 units; whole characters, at least one. */
function fitting(text: string, room: number): number {
  let [width, end] = [0, 0];
  for (const character of text) {
    width += columnsOf(character);
    if (width > room) break;
    end += character.length;
  }
  return Math.max(end, 1);
}
