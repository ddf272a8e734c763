// Mails as people send them -> patches as git format-patch writes them.
// @module-tag process

import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { parseStored } from "./stored/stored-patch.ts";
import { exported, imported, importedFrom, mail, newFile, folderOf } from "../test/exchange-rig.ts";
import { run } from "../tools/shell.ts";

const diff = newFile("x", "100644", "caf\xe9 \xff");
const plain = (charset: string, encoding: string): string =>
  `MIME-Version: 1.0\nContent-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: ${encoding}\n`;
const quotedPrintable = (text: string): string =>
  text.replaceAll(/[=\x80-\xff]/g, (one) => `=${one.charCodeAt(0).toString(16).toUpperCase()}`);
const base64 = (text: string): string =>
  Buffer.from(text, "latin1").toString("base64").replaceAll(/.{76}/g, "$&\n");
const body = `Caf\xe9.\n---\n${diff}`;

// prettier-ignore
const forms: readonly (readonly [string, string])[] = [
  ["8bit in latin1", mail("[PATCH] x", body, plain("iso-8859-1", "8bit"))],
  ["quoted-printable", mail("[PATCH] x", quotedPrintable(body), plain("iso-8859-1", "quoted-printable"))],
  ["base64", mail("[PATCH] x", `${base64(body)}\n`, plain("iso-8859-1", "base64"))],
  ["base64 of CR LF", mail("[PATCH] x", `${base64(body.replaceAll("\n", "\r\n"))}\n`, plain("iso-8859-1", "base64"))],
  ["CR LF", mail("[PATCH] x", body, plain("iso-8859-1", "8bit")).replaceAll("\n", "\r\n")],
  ["koi8-r", mail("[PATCH] x", body.replace("Caf\xe9", "\xeb\xcf\xc6\xc5"), plain("koi8-r", "8bit"))],
];

test.each(forms)(
  "%s: the message becomes UTF-8, the bytes of the diff stay",
  async (form, text) => {
    const files = await importedFrom({ "x.mbox": text }, "x.mbox");
    const patch = parseStored("x.patch", files["x.patch"] ?? "");
    const words = Buffer.from(patch?.body ?? "", "latin1").toString();
    expect(words).toBe(form === "koi8-r" ? "Кофе." : "Café.");
    expect(patch?.diff).toBe(diff);
  },
);

test("a series in disorder is sorted, its letter becomes cover.md, trailers stay", async () => {
  const two = mail(
    "[PATCH v2 2/2] Second",
    `Why.\n\nAcked-by: B <b@example.org>\n---\n${newFile("two")}-- \n2.39.5\n\n`,
  );
  const one = mail("[PATCH v2 1/2] First", `---\n${newFile("one")}-- \n2.39.5\n\n`);
  const letter = mail(
    "[PATCH v2 0/2] A =?UTF-8?q?sch=C3=B6ne?= series",
    "Hello.\n\n---\nv2: better\n\n-- \n2.39.5\n\n",
  );
  const files = await importedFrom({ "t.mbox": two + letter + one }, "t.mbox");
  expect(files["series"]).toBe("First.patch\nSecond.patch\n");
  expect(files["cover.md"]).toBe(
    Buffer.from("# A schöne series\n\nHello.\n\n---\nv2: better\n").toString("latin1"),
  );
  expect(files["Second.patch"]).toContain(
    "\n\nWhy.\n\nAcked-by: B <b@example.org>\n---\n\ndiff --git",
  );
  expect(files["Second.patch"]).toMatch(/\+one\n$/);
});

test("what a mailer quoted is unquoted, and a word in brackets of the author's stays", async () => {
  const text = mail("[PATCH] [media] x", `>From here on it works.\n---\n${newFile("x")}`);
  const [patch = ""] = Object.values(await importedFrom({ "x.mbox": text }, "x.mbox"));
  expect(patch).toContain("Subject: [PATCH] [media] x\n");
  expect(patch).toContain("\n\nFrom here on it works.\n---\n");
});

const fix = (path: string, subject = "Fix"): string =>
  mail(`[PATCH] ${subject}`, `---\n${newFile(path)}`);

test("equal subjects get names of their own, and one without a letter of ASCII has a name", async () => {
  const text = fix("a") + fix("b") + fix("c", "=?UTF-8?b?5L+u5q2j?=");
  const files = await importedFrom({ "x.mbox": text }, "x.mbox");
  expect(files["series"]).toBe("Fix.patch\nFix-2.patch\npatch.patch\n");
});

test("an mbox may be named from where one stands", async () => {
  const box = await folderOf({ "x.mbox": mail("[PATCH] x", `---\n${newFile("x")}`) }, "x.mbox");
  expect(await imported(relative(process.cwd(), box))).toHaveProperty(["x.patch"]);
});

test("a patch in CR LF files keeps its CR", async () => {
  const crlf = newFile("dos", "100644", "one\r");
  const files = await importedFrom({ "x.patch": mail("[PATCH] x", `---\n${crlf}`) }, "x.patch");
  expect(files["x.patch"]).toContain(crlf);
});

// b4 takes a second to start, and is Debian's package of that name.
test("what b4 am makes of an exported mbox is the series again", { tags: ["vm"] }, async () => {
  const series = await importedFrom({
    "1-First.patch": mail("[PATCH 1/2] First", `From the start.\n---\n${newFile("one")}`),
    "2-Gr-e.patch": mail("[PATCH 2/2] =?UTF-8?q?Gr=C3=B6=C3=9Fe?=", `Why.\n---\n${newFile("two")}`),
  });
  const withLetter = { ...series, "cover.md": "# A series\n\nFrom us with a letter.\n" };
  const dir = await folderOf({ ...(await exported(withLetter, "mbox")), "out/keep": "" });
  const box = join(dir, "s.mbox");
  const b4 = await run(["b4", "--offline-mode", "am", "-m", box, "-o", join(dir, "out")], {
    cwd: dir,
  });
  expect(b4.log).toMatch(/Total patches: 2/);
  const made = (await run(["sh", "-c", "echo out/*.mbx"], { cwd: dir })).stdout.trim();
  const files = await imported(join(dir, made));
  expect(files["series"]).toBe(series["series"]);
  expect(files["First.patch"]).toBe(series["First.patch"]);
  expect(files["Gr-e.patch"]).toBe(series["Gr-e.patch"]);
});
