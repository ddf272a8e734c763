// A mail's header lines as git format-patch writes them: encoded words (RFC 2047), folded at 78 columns (RFC 5322).

import { decodedWords } from "../../parse/mail/encoded-words.ts";

/** `Subject: ...` without a line end; what is not ASCII becomes encoded words. */
export function headerLine(name: string, prefix: string, text: string): string {
  const start = `${name}: ${prefix ? `${prefix} ` : ""}`;
  return needsEncoding(text) ? start + encoded(text, start.length) : folded(start + text);
}

/** `From: name <address>` */
export function fromLine({ name, address }: { name: string; address: string }): string {
  if (needsEncoding(name)) return `${headerLine("From", "", name)} <${address}>`;
  const plain = /[()<>[\]:;@\\,."]/.test(name)
    ? `"${name.replaceAll(/["\\]/g, (one) => `\\${one}`)}"`
    : name;
  return plain ? `From: ${plain} <${address}>` : `From: <${address}>`;
}

/** A header of a mail that git or this program wrote, unfolded and decoded; undefined where it is absent. */
export function headerOf(head: string, name: string): string | undefined {
  const found = new RegExp(`^${name}: ?(.*(?:\\n[ \\t].*)*)`, "im").exec(head)?.[1];
  return found === undefined ? undefined : decodedWords(found.replaceAll(/\n(?=[ \t])/g, ""));
}

function needsEncoding(text: string): boolean {
  return /[^\x20-\x7e]|=\?|^\s|\s$/.test(text);
}

/** A character is never cut in two: each encoded word must be whole by itself. */
function encoded(text: string, column: number): string {
  const open = "=?UTF-8?q?";
  let out = open;
  let width = column + open.length;
  for (const character of text) {
    const one = /^[A-Za-z0-9!*+/-]$/.test(character) ? character : hexOf(character);
    if (width + one.length + 2 > 76) {
      out += `?=\n ${open}`;
      width = 1 + open.length;
    }
    out += one;
    width += one.length;
  }
  return `${out}?=`;
}

function hexOf(character: string): string {
  const bytes = [...Buffer.from(character)];
  return bytes.map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}

/** Breaks at single blanks only, so that unfolding gives the same text. */
function folded(line: string): string {
  let out = "";
  let width = 0;
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const apart = out === "" ? "" : width + 1 + word.length > 78 && width > 9 ? "\n " : " ";
    out += apart + word;
    width = apart === "\n " ? 1 + word.length : width + apart.length + word.length;
  }
  return out;
}
