// The header of a quilt patch (DEP-3, or a mail's own lines, or plain words) -> the head of a mail.

/** What stands for what a patch does not say. */
export const unknown = {
  author: { name: "Unknown author", address: "unknown@example.invalid" },
  date: "Thu, 1 Jan 1970 00:00:00 +0000",
};

/**
 * DEP-3's Author, Description and Last-Update are From, Subject and Date of a mail; the rest of the description is
 * the body's beginning. Source: https://dep-team.pages.debian.net/deps/dep3/
 * @param head what stands before the diff, bytes as latin1 characters
 */
export function mailOf(head: string): string {
  const text = head.replace(/^From [^\n]*\n/, "");
  const fields = fieldsOf(text);
  const body = text.slice(fields.length);
  const field = (...names: string[]): string =>
    names.map((name) => fields.of.get(name)).find((value) => value !== undefined) ?? "";
  const [subject = "", ...more] = field("subject", "description").split("\n");
  const described = fields.of.has("subject") ? "" : more.map(descriptionLine).join("\n");
  const folded = fields.of.has("subject") ? more.map((line) => ` ${line.trim()}`).join("") : "";
  const lines = [
    `From: ${field("from", "author").replaceAll(/\n\s*/g, " ")}`,
    `Date: ${dateOf(field("date", "last-update"))}`,
    `Subject: ${subject}${folded}`,
    ...["mime-version", "content-type", "content-transfer-encoding"].flatMap((name) =>
      fields.of.has(name) ? [`${name}: ${field(name).replaceAll("\n", " ")}`] : [],
    ),
  ];
  return `${lines.join("\n")}\n\n${described ? `${described}\n\n` : ""}${body}`;
}

/** The first paragraph, where it is one of fields: their values by lower-case name, the first of equal ones. */
function fieldsOf(text: string): { of: Map<string, string>; length: number } {
  const of = new Map<string, string>();
  const first = /^(?:[A-Za-z][\w-]*:.*\n(?:[ \t].*\n)*)+/.exec(text)?.[0] ?? "";
  for (const [, name = "", value = ""] of first.matchAll(
    /^([A-Za-z][\w-]*):[ \t]*(.*(?:\n[ \t].*)*)/gm,
  ))
    if (!of.has(name.toLowerCase())) of.set(name.toLowerCase(), value);
  return { of, length: first.length };
}

/** Behind a blank; a lone dot is an empty line. */
function descriptionLine(line: string): string {
  const text = line.replace(/^[ \t]/, "");
  return text === "." ? "" : text;
}

/** Last-Update is a day: 2013-01-17. */
function dateOf(text: string): string {
  const day = /^(\d{4}-\d{2}-\d{2})$/.exec(text)?.[1];
  const date = new Date(`${day}T00:00:00Z`);
  if (day === undefined || Number.isNaN(date.getTime())) return text.replaceAll(/\n\s*/g, " ");
  return date.toUTCString().replace("GMT", "+0000");
}
