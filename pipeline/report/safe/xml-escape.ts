// XML 1.0 that cannot be forged. Control characters, which it forbids even as references, have become pictures before.

import { cutText } from "./visible-text.ts";

export type XmlAttributes = Readonly<Record<string, string | number>>;

/** An element; `content` is XML already. */
export function element(name: string, attributes: XmlAttributes, content = ""): string {
  const own = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${xmlText(String(value))}"`,
  );
  return content ? `<${name}${own.join("")}>${content}</${name}>` : `<${name}${own.join("")}/>`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
]);

/** Visible, cut at `max` characters, escaped. */
export function xmlText(text: string, max = 2000): string {
  return cutText(text, max).replace(/[&<>"']/gu, (character) => entities.get(character) ?? "");
}
