// Names as git quotes them (git-config(1), core.quotePath): C escapes, bytes in octal. Bytes stand as latin1 characters.

// prettier-ignore
const escapes: Readonly<Record<string, string>> = { a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };

/** The name itself; a name without quotes is its own. */
export function unquotedPath(name: string): string {
  if (!/^".*"$/.test(name)) return name;
  return name
    .slice(1, -1)
    .replaceAll(/\\([0-7]{3}|.)/g, (_, code: string) =>
      /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
    );
}

/** Quoted where it must be: control characters, quotes, backslashes, bytes above 127. */
export function quotedPath(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name) && !/["\\]/.test(name)) return name;
  const inside = name.replaceAll(/["\\]|[^\x20-\x7e]/g, (one) =>
    /["\\]/.test(one) ? `\\${one}` : `\\${one.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${inside}"`;
}
