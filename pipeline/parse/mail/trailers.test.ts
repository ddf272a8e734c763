import { expect, test } from "vitest";
import { parseTrailer, type Trailer, withoutTrailer, withTrailer } from "./trailers.ts";

const review = given("Reviewed-by: R <r@example.org>");

function given(line: string): Trailer {
  const trailer = parseTrailer(line);
  if (!trailer) throw new Error(`${line} is no trailer`);
  return trailer;
}

// prettier-ignore
test.each([
  ["between what comes before it and what comes after", "Why.\n\nSigned-off-by: A <a@x>\nAcked-by: B <b@x>\nLink: https://x.example/",
    "Why.\n\nSigned-off-by: A <a@x>\nReviewed-by: R <r@example.org>\nAcked-by: B <b@x>\nLink: https://x.example/"],
  ["behind others of its kind", "Why.\n\nReviewed-by: B <b@x>\nCc: stable@x", "Why.\n\nReviewed-by: B <b@x>\nReviewed-by: R <r@example.org>\nCc: stable@x"],
  ["first where nothing comes before it", "Cc: a@x", "Reviewed-by: R <r@example.org>\nCc: a@x"],
  ["behind a note that belongs to a sign-off", "Why.\n\nSigned-off-by: A <a@x>\n[b: mend it]\nSigned-off-by: B <b@x>\n[b: and more]\nCc: c@x",
    "Why.\n\nSigned-off-by: A <a@x>\n[b: mend it]\nSigned-off-by: B <b@x>\n[b: and more]\nReviewed-by: R <r@example.org>\nCc: c@x"],
  ["in a paragraph of its own where there is no trailer", "Why:\nbecause.", "Why:\nbecause.\n\nReviewed-by: R <r@example.org>"],
  ["in a paragraph of its own where the last one only mentions one", "Note: this\nis prose.", "Note: this\nis prose.\n\nReviewed-by: R <r@example.org>"],
  ["alone where there are no words", "", "Reviewed-by: R <r@example.org>"],
])("a trailer goes %s", (_, body, expected) => {
  expect(withTrailer(body, review)).toBe(expected);
  expect(withoutTrailer(expected, review)).toBe(body);
});

// prettier-ignore
test.each([
  ["reviewed-by:  R  <r@example.org>", "Reviewed-by: R <r@example.org>"],
  ["Tested-by: R (Inc.) <r@example.org> # on Xen", "Tested-by: R (Inc.) <r@example.org> # on Xen"],
  ["Acked-by: Jürgen Groß <j@example.org>", "Acked-by: Jürgen Groß <j@example.org>"],
])("%s is read as a trailer", (line, expected) => {
  expect(parseTrailer(line)?.line).toBe(expected);
});

// prettier-ignore
test.each([
  ["no address", "Reviewed-by: R"],
  ["no name", "Reviewed-by: <r@example.org>"],
  ["no host", "Reviewed-by: R <r>"],
  ["two addresses", "Reviewed-by: R <r@example.org> <s@example.org>"],
  ["a second line in it", "Reviewed-by: R\rSigned-off-by: M <r@example.org>"],
  ["a line separator in it", "Reviewed-by: R\u2028Signed-off-by: M <r@example.org>"],
  ["text that runs the other way", "Reviewed-by: R\u202e <r@example.org>"],
  ["an escape sequence", "Reviewed-by: R\u001b[2J <r@example.org>"],
  ["words behind the address", "Reviewed-by: R <r@example.org> maybe"],
  ["no end", `Reviewed-by: ${"R".repeat(300)} <r@example.org>`],
])("a line with %s is no trailer", (_, line) => {
  expect(parseTrailer(line)).toBeUndefined();
});
