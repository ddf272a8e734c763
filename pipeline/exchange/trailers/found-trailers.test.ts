// What a thread gives, and what it only seems to give.
// @module-tag process

import { expect, test } from "vitest";
import { answer, found, letter, patch, threadWith } from "../../test/thread-rig.ts";

const review = "Reviewed-by: R <r@example.org>";
const one = `subsys-Part-1.patch: ${review}`;
const two = `subsys-Part-2.patch: ${review}`;

async function offeredIn(mbox: string): Promise<string[]> {
  const { offered } = await found(mbox);
  return offered.map((offer) => `${offer.patch}: ${offer.trailer.line}`);
}

const base64 = Buffer.from(`Nice.\n\n${review}\n`).toString("base64");
const mime = (charset: string, encoding: string, type = "text/plain"): string =>
  `MIME-Version: 1.0\nContent-Type: ${type}; charset=${charset}\nContent-Transfer-Encoding: ${encoding}\n`;
const multiparts = (...bodies: string[]): string =>
  `${bodies.map((body) => `--zz\n${body}\n`).join("")}--zz--\n`;
const multipart = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="zz"\n';

// prettier-ignore
test.each([
  ["to a patch, by its id", [answer(review)], [one]],
  ["to an answer to a patch", [answer("hm", { headers: "Message-ID: <a@x>\n" }), answer(review, { to: "a@x" })], [one]],
  ["to an answer that was not saved, by the references", [answer(review, { to: "gone@x", headers: "References: <p0@x>\n <p2@x>\n <gone@x>\n" })], [two]],
  ["without references, by the subject", [answer(review, { to: "", subject: "Re: [PATCH 2/2] subsys: Part 2" })], [two]],
  ["to the cover letter: for all patches", [answer(review, { to: "p0@x", subject: "Re: [PATCH 0/2] subsys: All of it" })], [one, two]],
  ["twice: taken once", [answer(review), answer(review)], [one]],
  ["in base64", [answer(base64, { headers: mime("utf-8", "base64") })], [one]],
  ["indented, as b4 takes it", [answer(`  ${review}`)], [one]],
  ["with blanks that do not break", [answer("Reviewed-by:\xc2\xa0 R\xc2\xa0 <r@example.org>", { headers: mime("utf-8", "8bit") })], [one]],
  ["in quoted-printable, broken in the middle", [answer("Reviewed-by: R <r=\n@example=2Eorg>", { headers: mime("iso-8859-1", "quoted-printable") })], [one]],
  ["in latin1, from an encoded word", [answer("Acked-by: J\xfcrgen <j@example.org>", { from: "=?iso-8859-1?Q?J=FCrgen?= <j@example.org>", headers: mime("iso-8859-1", "8bit") })], ["subsys-Part-1.patch: Acked-by: Jürgen <j@example.org>"]],
  ["with CR LF", [answer(`${review}\r\n`)], [one]],
  ["broken before its address", [answer("Reviewed-by: R\n <r@example.org>")], [one]],
  ["from another case of the address", [answer(review, { from: "Robert <R@Example.org>" })], [one]],
  ["in the first part, with another part behind it", [answer(multiparts(`Content-Type: text/plain\n\n${review}`, "Content-Type: text/html\n\n<p>x</p>"), { headers: multipart })], [one]],
  ["of two kinds by one person", [answer(`${review}\nTested-by: R <r@example.org> # Xen`)], [one, "subsys-Part-1.patch: Tested-by: R <r@example.org> # Xen"]],
])("a trailer given %s", async (_, answers, expected) => {
  expect(await offeredIn(threadWith(...answers))).toEqual(expected);
});

// prettier-ignore
test.each([
  ["in another's name", answer("Reviewed-by: Linus <l@example.org>"), /the mail is from r@example.org/],
  ["with no address", answer("Reviewed-by: R"), /not of the form/],
  ["with a sender behind a sender", answer(review, { from: "M <m@x.example>\nFrom: R <r@example.org>" }), /no sender, or more than one/],
  ["in another's name, behind a From in the body", answer(`From: L <l@example.org>\n\nReviewed-by: L <l@example.org>`), /the mail is from r@/],
  ["with a sender's name that looks like the address", answer(review, { from: '"r@example.org" <m@evil.example>' }), /the mail is from m@evil.example/],
  ["with a sender in a comment", answer(review, { from: "m@evil.example (R <r@example.org>)" }), /the mail is from m@evil.example/],
  ["and is a sign-off", answer("Signed-off-by: R <r@example.org>"), /never taken/],
  ["and is a refusal", answer("Nacked-by: R <r@example.org>"), /never taken/],
  ["and names who found it", answer("Reported-by: R <r@example.org>"), /never taken/],
  ["to a mail that is not there", answer(review, { to: "gone@x", subject: "Re: something else" }), /does not show/],
  ["by the author", answer("Reviewed-by: A. Uthor <a@example.org>", { from: "a@example.org" }), /its own author/],
  ["with a second line inside it", answer("Reviewed-by: R=0DSigned-off-by: M <r@example.org>", { headers: mime("utf-8", "quoted-printable") }), /not of the form/],
])("a trailer given %s is refused, and why", async (_, text, why) => {
  const { offered, refused } = await found(threadWith(text));
  expect(offered).toEqual([]);
  expect(refused.map((refusal) => refusal.why)).toEqual([expect.stringMatching(why)]);
});

// prettier-ignore
test.each([
  ["quoted", answer(`> ${review}\n>> ${review}\n| ${review}`)],
  ["in the middle of a line", answer(`I would give ${review}`)],
  ["below the signature", answer(`Hi.\n-- \n${review}`)],
  ["in HTML alone", answer(`<p>${review}</p>`, { headers: mime("utf-8", "7bit", "text/html") })],
  ["in a file that is attached", answer(multiparts("Content-Type: text/plain\n\nsee", `Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n${review}`), { headers: multipart })],
  ["in a mail that is forwarded", answer(multiparts("Content-Type: text/plain\n\nfyi", `Content-Type: message/rfc822\n\nFrom: m@evil.example\nSubject: x\n\n${review}`), { headers: multipart })],
  ["in the patch itself", mailedAgain()],
])("what stands %s is nobody's word", async (_, text) => {
  const { offered, refused } = await found(threadWith(text));
  expect([offered, refused]).toEqual([[], []]);
});

/** Another posting of the patch: what its message has is its author's to give. */
function mailedAgain(): string {
  return patch(1, 10, " v2").replace("Why.\n\n", `Why.\n\n${review}\n`);
}

test("the words before a trailer are shown: a review may hang on a condition", async () => {
  const { offered } = await found(threadWith(answer(`> x\nWith that fixed:\n\n${review}`)));
  expect(offered.map(({ said }) => said)).toEqual(["With that fixed:"]);
});

test("two versions have one subject: without references the version must be named", async () => {
  const mbox = [patch(1, 10), patch(1, 9, " v2")].join("\n");
  const to = { to: "", subject: "Re: [PATCH v2 1/2] subsys: Part 1" };
  expect((await found([mbox, answer(review, to)].join("\n"))).offered[0]?.why).toMatch(/^v2/);
  const twice = [mbox, patch(1, 8), answer(review, { to: "" })]
    .join("\n")
    .replace("<p1@x>", "<q@x>");
  expect((await found(twice)).refused[0]?.why).toMatch(/does not show/);
});

// The patch makes ten lines; the series' patch is changed by hand.
// prettier-ignore
test.each([
  ["one of ten lines is another: kept", 1, [`${one}; 2 of 20 changed lines are others since`], []],
  ["two of ten lines are others: refused", 2, [], ["subsys-Part-1.patch: 4 of 20 changed lines are others since"]],
])("a review of a patch that changed since: %s", async (_, count, offers, refusals) => {
  const { offered, refused } = await found(threadWith(answer(review)), changed(count));
  expect(offered.map(({ patch: name, trailer, why }) => `${name}: ${trailer.line}${why.replace("v1", "")}`)).toEqual(offers);
  expect(refused.map(({ why }) => why)).toEqual(refusals);
});

const stands = (name: string, text: string): string =>
  name === "subsys-Part-1.patch"
    ? text.replace("\n---\n", `\n${review}\nAcked-by: Off List <o@example.org>\n---\n`)
    : text;

const changed =
  (count: number) =>
  (name: string, text: string): string =>
    name === "subsys-Part-1.patch"
      ? text.replaceAll(new RegExp(`line [0-${count - 1}]$`, "gm"), "$& changed")
      : text;

// prettier-ignore
test.each([
  ["was given to what has changed is lost, one the thread does not know stays", threadWith(answer(review)), 5, [one]],
  ["stood in the posting that has changed is lost", threadWith().replace("Why.\n\nSigned", `Why.\n\n${review}\nSigned`), 5, [one]],
  ["was given to the letter is lost for the patch that changed", threadWith(answer(review, { to: "p0@x" })), 5, [one]],
  ["was given to what is still the same stays", threadWith(answer(review)), 1, []],
  ["was given again, to what is now there, stays", [threadWith(answer(review)), patch(1, 10, " v2").replaceAll(/line [0-4]$/gm, "$& changed"), answer(review, { to: "p1v2@x" })].join("\n"), 5, []],
])("a trailer that %s", async (_, mbox, count, expected) => {
  const { lost } = await found(mbox, (name, text) => changed(count)(name, stands(name, text)));
  expect(lost.map(({ patch: name, trailer }) => `${name}: ${trailer.line}`)).toEqual(expected);
});

test("a letter's trailer is not given to a patch that was not under it", async () => {
  const mbox = [letter, patch(1), answer(review, { to: "p0@x" })].join("\n");
  const { offered, refused } = await found(mbox);
  expect(offered.map(({ patch: name }) => name)).toEqual(["subsys-Part-1.patch"]);
  expect(refused.map(({ why }) => why)).toEqual([
    "subsys-Part-2.patch was not in the series that it answers",
  ]);
});

test.each([
  ["another series of as many patches", "other: All of it", "<other@x>"],
  ["a letter that somebody else wrote for it", "subsys: All of it", "<evil@x>"],
])("what is given to the letter of %s is not given to this one", async (_, subject, id) => {
  const other = letter.replace("subsys: All of it", subject).replace("<p0@x>", id);
  const to = { to: id.slice(1, -1), subject: `Re: [PATCH 0/2] ${subject}` };
  const { offered, refused } = await found([other, threadWith(answer(review, to))].join("\n"));
  expect(offered).toEqual([]);
  expect(refused.map(({ why }) => why)).toEqual([`"${subject}" is no part of this series`]);
});

function alone(text: string): string {
  return text.replace(/^References: .*\n/m, "");
}

test("a letter that the patches do not answer is theirs where it is the only one", async () => {
  const mbox = [letter, alone(patch(1)), alone(patch(2)), answer(review, { to: "p0@x" })];
  expect((await found(mbox.join("\n"))).offered).toHaveLength(2);
});

test("a ring of answers ends", async () => {
  const ring = [
    answer(review, { to: "b@x", subject: "Re: x", headers: "Message-ID: <a@x>\n" }),
    answer("hm", { to: "a@x", subject: "Re: x", headers: "Message-ID: <b@x>\n" }),
  ];
  expect((await found(threadWith(...ring))).offered).toEqual([]);
});

const open = (at: number): string => `Content-Type: multipart/mixed; boundary=b${at}\n`;

test("a mail that cannot be read hides no other", async () => {
  const parts = Array.from({ length: 400 }, (_, at) => `--b${at}\n${open(at + 1)}\n`);
  const odd = answer(parts.join(""), { headers: open(0) });
  const { offered, unread } = await found(threadWith(odd, answer(review)));
  expect(offered).toHaveLength(1);
  expect(unread).toEqual([expect.stringMatching(/^mail 4: it cannot be read/)]);
});

test("two megabytes of words, quoted and not, are read", async () => {
  const long = `${"> Reviewed-by: M <m@x.example>\nwords words words words words\n".repeat(34_000)}${review}`;
  expect(await offeredIn(threadWith(answer(long)))).toEqual([one]);
});
