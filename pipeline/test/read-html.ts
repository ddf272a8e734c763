// Reads a page back as a test wants it: its text, its structure, one cell of it.

/** The text of a page or of a part of it, as a browser shows it. */
export function shownText(html: string): string {
  return html
    .replace(/<style>[^]*?<\/style>/u, "")
    .replace(/<[^>]*>/gu, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

export const flat = (text: string): string => text.replace(/\s+/gu, " ").trim();

/** Every tag with the names of its attributes: what a browser builds, whatever the texts say. */
export function structureOf(html: string): string[] {
  return (html.match(/<[^>]*>/gu) ?? []).map((tag) => tag.replace(/="[^"]*"/gu, ""));
}

export function attributes(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "gu"))].map(
    (found) => found[1] ?? "",
  );
}
