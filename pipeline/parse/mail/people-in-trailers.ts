// The people whom the trailers of a commit message name: `Signed-off-by: Name <address>`, `Cc: <address> # 6.1`.

import { type Person, personOf } from "./mail-person.ts";

export type NamedPerson = Person & {
  /** In lower case: `signed-off-by`, `cc`. */
  readonly key: string;
};

/** `body`: text. Only the last paragraph is trailers (git-interpret-trailers(1)); lines that name nobody are left out. */
export function peopleInTrailers(body: string): NamedPerson[] {
  const last =
    body
      .trim()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? "";
  return last.split("\n").flatMap((line) => {
    const [, key = "", value = ""] = /^(Cc|[A-Za-z][A-Za-z-]*-by): *(\S.*)$/i.exec(line) ?? [];
    const person = personOf(value.replace(/\s+#.*$/, ""));
    return person ? [{ ...person, key: key.toLowerCase() }] : [];
  });
}
