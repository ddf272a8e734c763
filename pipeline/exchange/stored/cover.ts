// cover.md <-> the letter 0/N. Texts are bytes as latin1 characters.

/** `# subject`, an empty line, the letter. */
export function coverOf(subject: string, body: string): string {
  const letter = body.replace(/(?:^|\n)-- ?\n[^]*$/, "").trim();
  return `# ${Buffer.from(subject).toString("latin1")}\n${letter ? `\n${letter}\n` : ""}`;
}

/** @param title the subject of a cover.md without a heading */
export function letterOf(cover: string, title: string): { subject: string; body: string } {
  const [, heading, rest] = /^# (.*)\n?([^]*)$/.exec(cover) ?? [undefined, undefined, cover];
  const subject = heading === undefined ? title : Buffer.from(heading, "latin1").toString();
  return { subject: subject.trim(), body: (rest ?? "").trim() };
}
