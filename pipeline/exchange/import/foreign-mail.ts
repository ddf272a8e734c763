// Which files are mails: with a mailbox's first line or without, or as Mercurial and StGit export theirs.

/** Undefined for a bare diff, and for text before one that is not a mail. */
export function foreignMail(text: string): string | undefined {
  const start = text.replace(/^(?:[ \t]*\r?\n)+/, "");
  if (start.startsWith("From ") || isHeader(start)) return start;
  return exportedMail(start);
}

/** Undefined for what neither Mercurial nor StGit exported. */
export function exportedMail(text: string): string | undefined {
  return fromMercurial(text) ?? fromStgit(text);
}

/** A header as git am requires, with an author and a subject. DEP-3's Author and Description do not count. */
function isHeader(text: string): boolean {
  const lines = (text.split(/\r?\n\r?\n/)[0] ?? "").split(/\r?\n/);
  return (
    lines.every((line) => /^(?:[!-9;-~]+:|[ \t])/.test(line)) &&
    ["from:", "subject:"].every((name) => lines.some((line) => line.toLowerCase().startsWith(name)))
  );
}

/** `hg export`. */
function fromMercurial(text: string): string | undefined {
  const [, fields, rest = ""] = /^# HG changeset patch\n((?:#.*\n)*)([^]*)$/.exec(text) ?? [];
  if (fields === undefined) return undefined;
  const user = /^# User (.*)$/m.exec(fields)?.[1] ?? "";
  const [subject = "", ...body] = rest.split("\n");
  return `From: ${user}\n${hgDate(fields)}Subject: ${subject}\n\n${body.join("\n").replace(/^\n/, "")}`;
}

/** Its zone counts seconds towards the west. */
function hgDate(fields: string): string {
  const [, seconds, west = "0"] = /^# Date (\d+) (-?\d+)$/m.exec(fields) ?? [];
  if (seconds === undefined) return "";
  const minutes = Math.abs(Number(west)) / 60;
  const zone = [minutes / 60, minutes % 60].map((n) => String(Math.floor(n)).padStart(2, "0"));
  return `Date: ${seconds} ${Number(west) > 0 ? "-" : "+"}${zone.join("")}\n`;
}

/** `stg export`: the subject, an empty line, then From, Author or Date. */
function fromStgit(text: string): string | undefined {
  const found = /^(\S.*)\n\n((?:(?:From|Author|Date): .*\n)+)\n?([^]*)$/.exec(text);
  if (!found) return undefined;
  const [, subject, fields = "", rest] = found;
  return `${fields.replace(/^Author:/m, "From:")}Subject: ${subject}\n\n${rest}`;
}
