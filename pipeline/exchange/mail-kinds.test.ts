// One patch in every shape in which mails and queues carry it: what is stored is the same each time.
// @module-tag process

import { expect, test } from "vitest";
import { folderOf, imported, importedFrom } from "../test/exchange-rig.ts";
import { readSource } from "./import/source.ts";

const first = "From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\n";
const head =
  "From: Ann Other <ann@example.org>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nSubject: [PATCH] src/a: change five\n";
const hunk = "@@ -2,3 +2,3 @@\n four\n-five = 5\n+five = 55; \xff\n six\n";
const diff = `diff --git a/src/a.c b/src/a.c\n--- a/src/a.c\n+++ b/src/a.c\n${hunk}`;
const words = "Say why.\n\nSigned-off-by: Ann Other <ann@example.org>\n";
const text = `${words}---\n\n${diff}`;
const signed = `${text}-- \n2.39.5\n\n`;
const plain = `${first}${head}\n${signed}`;

async function stored(mail: string, file = "x.mbox"): Promise<string> {
  const { series = "", ...files } = await importedFrom({ [file]: mail }, file);
  expect(series.trim().split("\n")).toHaveLength(1);
  return files[series.trim()] ?? "";
}

const utf8 = (of: string): string => Buffer.from(of).toString("latin1");
const quotedPrintable = (of: string): string =>
  of.replaceAll(
    /[=\x80-\xff]| $/gm,
    (one) => `=${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
const base64 = (of: string): string =>
  `${Buffer.from(of, "latin1").toString("base64").replaceAll(/.{76}/g, "$&\n")}\n`;
const mime = (how: string, body: string, charset = "utf-8"): string =>
  `${first}${head}MIME-Version: 1.0\nContent-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: ${how}\n\n${body}`;
const parts = (kind: string, ...all: string[]): string =>
  `${first}${head}MIME-Version: 1.0\nContent-Type: multipart/${kind};\n boundary="XX"\n\n--XX\n${all.join("\n--XX\n")}\n--XX--\n`;
const part = (type: string, body: string): string => `Content-Type: ${type}\n\n${body}`;
const flowed = text.replaceAll(/^[ >]/gm, " $&");
const crlf = (of: string): string => of.replaceAll("\n", "\r\n");
const withoutFirst = (mail: string): string => mail.slice(mail.indexOf("\n") + 1);

// prettier-ignore
const shapes: readonly (readonly [string, string, string?])[] = [
  ["without a mailbox's first line", withoutFirst(plain), "x.patch"],
  ["in a file of another name", plain, "x.eml"],
  ["in another without a first line", withoutFirst(plain), "x.txt"],
  ["behind blank lines", `\n\n${plain}`],
  ["quoted-printable", mime("quoted-printable", quotedPrintable(signed))],
  ["quoted-printable without a first line", withoutFirst(mime("quoted-printable", quotedPrintable(signed))), "x.patch"],
  ["quoted-printable, CR LF below the first line", first + crlf(withoutFirst(mime("quoted-printable", quotedPrintable(signed))))],
  ["base64", mime("base64", base64(signed))],
  ["base64 of CR LF", mime("base64", base64(crlf(signed)))],
  ["base64 without a first line", withoutFirst(mime("base64", base64(signed))), "x.txt"],
  ["flowed", `${first}${head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n${flowed}`],
  ["CR LF", crlf(plain)],
  ["CR LF without a first line", withoutFirst(crlf(plain)), "x.patch"],
  ["LF first line, CR LF below", first + crlf(withoutFirst(plain))],
  ["CR LF in its body alone", plain.replace(/(?<=\n\n)[^]*$/, (body) => crlf(body))],
  ["signed with PGP", parts("signed", part("text/plain", signed), part("application/pgp-signature", "-----BEGIN PGP SIGNATURE-----\n"))],
  ["signed with S/MIME", parts("signed", part("text/plain", signed), `Content-Transfer-Encoding: base64\n${part("application/pkcs7-signature", base64("\0\x01@@ -1 +1 @@"))}`)],
  ["with the same in HTML", parts("alternative", part("text/plain", signed), part("text/html", `<pre>\n${signed}</pre>\n`))],
  ["with the same in HTML before it", parts("alternative", part("text/html", `<pre>\n${signed}</pre>\n`), part("text/plain", signed))],
  ["as an attachment", parts("mixed", part("text/plain", words), `Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n${part("text/x-patch", base64(diff))}`)],
  ["with a list's footer", `${plain.replace(/-- \n[^]*/, "")}_______________\nlist mailing list\nlist@example.org\n`],
  ["with a list's tag", plain.replace("[PATCH]", "[Xen-devel] [PATCH v3 1/1]")],
  ["with a bug's number", plain.replace("[PATCH]", "[bug#60788] [PATCH v2 1/1]")],
  ["as an answer", plain.replace("[PATCH]", "Re: [PATCH]")],
  ["as an answer without a tag", plain.replace("[PATCH]", "Re:")],
  ["with a date of another form", plain.replace("Mon, 2 Nov 2026 10:00:00 +0100", "Mon,  2 Nov 2026 10:00:00 +01:00 (CET)")],
  ["with mnemonic prefixes", plain.replaceAll("a/src", "i/src").replaceAll("b/src", "w/src")],
  ["with prefixes of its own", plain.replaceAll("a/src", "old/src").replaceAll("b/src", "new/src")],
  ["as a plain diff", plain.replace(/diff --git.*\n/, "Index: src/a.c\n====================\n").replaceAll("src/a.c\n", "src/a.c 2026-01-01 00:00:00.0 +0000\n").replace("Index: src/a.c 2026-01-01 00:00:00.0 +0000", "Index: src/a.c")],
  ["from Mercurial", `# HG changeset patch\n# User Ann Other <ann@example.org>\n# Date 1793610000 -3600\n# Node ID 12\nsrc/a: change five\n\n${words}\n${diff}`, "x.patch"],
  ["from StGit", `src/a: change five\n\nFrom: Ann Other <ann@example.org>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\n\n${signed}`, "x.patch"],
];

const same = await stored(plain);

test("the plain mail is stored as git format-patch writes it", () => {
  expect(same).toBe(`From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\n${head}\n${text}`);
});

/** Notes are blank lines only; a part of MIME begins its own. */
const folded = (mail: string): string => mail.replace(/---\n\n+/, "---\n\n");

const all = shapes.map(([name, mail, file = "x.mbox"]) => [name, mail, file] as const);

test.concurrent.each(all)("%s", async (_, mail, file) => {
  expect(folded(await stored(mail, file))).toBe(same);
});

const named = (name: string): string => plain.replace("From: Ann Other", `From: ${name}`);
const says = (body: string): string => plain.replace("Say why.", body);

// prettier-ignore
test.each([
  ["an author in Latin-1", named("Andr\xe9").replace("\n\n", "\nContent-Type: text/plain; charset=iso-8859-1\n\n"), "=?UTF-8?q?Andr=C3=A9?="],
  ["an author without a charset", named("Andr\xe9"), "=?UTF-8?q?Andr=C3=A9?="],
  ["an author in UTF-8 without a charset", named(utf8("André")), "=?UTF-8?q?Andr=C3=A9?="],
  ["an author in ISO-2022-JP", named("=?ISO-2022-JP?B?GyRCOzNFRBsoQg==?="), "=?UTF-8?q?=E5=B1=B1=E7=94=B0?="],
  ["an author in the body", plain.replace("\n\n", "\n\nFrom: Andr\xe9 <ann@example.org>\n\n"), "=?UTF-8?q?Andr=C3=A9?="],
  ["an author in a body in Latin-1", mime("8bit", `From: Andr\xe9 <ann@example.org>\n\n${text}`, "iso-8859-1"), "=?UTF-8?q?Andr=C3=A9?="],
])("%s keeps the name", async (_, mail, name) => {
  expect(await stored(mail)).toContain(`\nFrom: ${name} <ann@example.org>\n`);
});

// prettier-ignore
test.each([
  ["in Latin-1 without a charset", says("Zeile von Andr\xe9."), "Zeile von André."],
  ["in UTF-8 without a charset", says(utf8("Größe")), "Größe"],
  ["in windows-1252", mime("8bit", text.replace("Say why.", "\x93von\x94 \x80"), "windows-1252"), "“von” €"],
  ["in ISO-2022-JP", mime("7bit", text.replace("Say why.", "\x1b$B=$@5\x1b(B"), "ISO-2022-JP"), "修正"],
])("a message %s becomes UTF-8, the diff keeps its bytes", async (_, mail, message) => {
  const is = await stored(mail);
  expect(is).toContain(`\n\n${utf8(message)}\n\nSigned-off-by`);
  expect(is).toContain(`---\n\n${diff}`);
});

// prettier-ignore
test.each([
  ["a NUL in the subject", plain.replace("five\n", "fi\0ve\n"), /NUL byte/],
  ["a NUL in the message", says("a\0b"), /NUL byte/],
  ["a date before 1970", plain.replace("Mon, 2 Nov 2026", "Fri, 13 Feb 1960"), /"Fri, 13 Feb 1960[^"]*" is not a valid commit date/],
  ["a byte order mark", `\xef\xbb\xbf${plain}`, /x.mbox, line 1: .*byte order mark/],
  ["an answer without a patch", `${plain}\n${first}${head.replace("[PATCH]", "Re: [PATCH]")}\nFine.\n`, /mail 2: it is a reply/],
  ["a hunk behind a blank line", `${plain.replace(/-- \n[^]*/, "")}\n@@ -9 +9 @@\n-a\n+b\n`, /x.mbox, line 20: a hunk without a file/],
  ["the same, encoded", mime("base64", base64(`${text}\n@@ -9 +9 @@\n-a\n+b\n`)), /line 12 of its decoded diff/],
  ["a mail behind a bare diff", `${diff}\n${plain}`, /line 10: a second mail begins/],
  ["no prefix", plain.replaceAll(/[ab]\/src/g, "src"), /no folder in front/],
])("%s is refused with its place", async (_, mail, why) => {
  await expect(stored(mail)).rejects.toThrow(why);
});

const inOrder = async (files: Readonly<Record<string, string>>) =>
  (await importedFrom(files))["series"]?.trim().split("\n");
const of = (subject: string, file: string): string =>
  plain.replace("[PATCH] src/a: change five", subject).replaceAll("src/a.c", file);

test("a folder is a queue in the order of its names, whatever threads its files were cut from", async () => {
  const queue = {
    "10-last.patch": of("[PATCH v3 1/16] x86: last", "d"),
    "2-early.patch": of("[PATCH 2/5] xen: early", "c"),
    "0001-one.patch": of("[Xen-devel] [PATCH 4/4] xen: one", "a"),
    "0001-two.patch": of("[PATCH] xen: two", "b"),
    "xen-other.patch": diff,
  };
  const order = ["one", "two", "early", "last", "xen-other"].map((name) => `${name}.patch`);
  expect(await inOrder(queue)).toEqual(order);
});

test("a file of a folder that holds two mails is two patches", async () => {
  const files = await importedFrom({
    "0001-x.patch": of("[PATCH] one", "a") + of("[PATCH] two", "b"),
  });
  expect(files["series"]).toBe("one.patch\ntwo.patch\n");
});

test("series.conf gives the order, and what it guards is left out and said", async () => {
  const conf = "# all\n\tb.patch\n-nope a.patch # why\n+arm c.patch\n+!arm d/d.patch\n- e.patch\n";
  const files = Object.fromEntries(
    ["a.patch", "b.patch", "c.patch", "d/d.patch", "e.patch"].map((name) => [
      name,
      of("[PATCH] x", name),
    ]),
  );
  const dir = await folderOf({ ...files, "series.conf": conf });
  expect((await imported(dir))["series"]).toBe("b.patch\na.patch\nd.patch\n");
  const { notes } = await readSource(dir);
  expect(notes).toEqual([
    "left out: c.patch (guarded by +arm)",
    "left out: e.patch (guarded by -)",
  ]);
});

test("a series.conf that names files which are not there is put aside, and said", async () => {
  const dir = await folderOf({ "b.patch": diff, "series.conf": "a.patch\nb.patch\n" });
  const { patches, notes } = await readSource(dir);
  expect(patches.map(({ shown }) => shown)).toEqual(["b.patch"]);
  expect(notes).toEqual([expect.stringContaining("names a.patch, which is not there")]);
});

test("the letter of a folder becomes cover.md, and its change-id is the series'", async () => {
  const letter = `${first}${head.replace("[PATCH] src/a: change five", "[PATCH 0/1] All of it")}\nHello.\n\n---\nchange-id: 20260102-all-0123456789ab\n`;
  const files = await importedFrom({
    "0000-cover-letter.patch": letter,
    "0001-x.patch": of("[PATCH 1/1] x", "a"),
  });
  expect(files["cover.md"]).toContain("# All of it\n\nHello.\n");
  expect(files["series.yaml"]).toContain("change-id: 20260102-all-0123456789ab\n");
  expect(files["series"]).toBe("x.patch\n");
});

const made = async (mail: string) =>
  (await importedFrom({ "x.mbox": mail }, "x.mbox"))["series.yaml"];

test("without one a series gets a change-id of its date and its bytes", async () => {
  expect(await made(plain)).toMatch(/\nchange-id: 20261102-s-[0-9a-f]{12}\n/);
  expect(await made(plain)).toBe(await made(plain));
  expect(await made(plain)).not.toBe(await made(says("Other words.")));
});
