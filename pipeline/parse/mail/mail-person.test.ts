import { expect, test } from "vitest";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { personOf } from "./mail-person.ts";

test("a name with an address, quoted or not, or an address alone", () => {
  const person = { name: "Jürgen G. Groß", address: "j.g+x@example.org" };
  expect(personOf("Jürgen G. Groß <j.g+x@example.org>")).toEqual(person);
  expect(personOf('"Jürgen G. Groß" <j.g+x@example.org>')).toEqual(person);
  expect(personOf(" j.g+x@example.org ")).toEqual({ name: "", address: person.address });
});

test.each([
  "a\nBcc: <b@example.org>",
  "a\u202E <b@example.org>",
  "<-option@example.org>",
  "<a@example.org>, <b@example.org>",
  "<a@-example>",
  "<a b@example.org>",
  "a@example.org (comment)",
  '<"a;b"@example.org>',
])("%j is nobody", (text) => {
  expect(personOf(text)).toBeUndefined();
});

test.each(hostileTexts)("with %s a name holds nothing that could end a header", (_, text) => {
  expect(personOf(`${text} <a@example.org>`)?.name ?? "").not.toMatch(/[\p{C}\p{Zl}\p{Zp}<>]/u);
});
