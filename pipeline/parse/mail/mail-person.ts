// A name with a mail address, as trailers, get_maintainer.pl and a command line write it.

export type Person = {
  /** Empty for a list. */
  readonly name: string;
  readonly address: string;
};

// What a mail server would take, without quoted local parts: nothing in it can end a header or begin an option.
const address = String.raw`[A-Za-z0-9_][\w.!#$%&'*+/=?^{|}~-]*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?`;
// Nothing invisible: a line feed would end a header, a mark of direction show another name.
const named = new RegExp(
  String.raw`^(?<name>[^<>\p{C}\p{Zl}\p{Zp}]*?) *<(?<address>${address})>$`,
  "u",
);
const alone = new RegExp(`^(?<address>${address})$`, "u");

/** `Name <address>`, `"Name" <address>` or an address; undefined for anything else. */
export function personOf(text: string): Person | undefined {
  const found = (named.exec(text.trim()) ?? alone.exec(text.trim()))?.groups;
  if (!found) return undefined;
  const name = (found["name"] ?? "").trim();
  const unquoted = /^"(.*)"$/.exec(name)?.[1]?.replaceAll(/\\(.)/g, "$1") ?? name;
  return { name: unquoted, address: found["address"] ?? "" };
}

/** Addresses are the same whatever their case: no mail server that people use tells them apart. */
export function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
