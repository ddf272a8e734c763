// Series for the rules: the checkout's own, or mails made of a few words.

import { resolve } from "node:path";
import { digestOf } from "../model/digest.ts";
import type { PatchFile } from "../model/described/series.ts";
import { readSeries } from "../plan/read/read-series.ts";
import { postedPatches, type PostedSeries } from "../rules/posted-series.ts";

/** patches/hypervisor-sysfs as it is. */
const realPatches: readonly PatchFile[] = readSeries(
  resolve(import.meta.dirname, "../.."),
  "hypervisor-sysfs",
).value.patches;

export const real: PostedSeries = { patches: postedPatches(realPatches), cover: true };

export const author = "A. Uthor <a@example.org>";

export type Mail = {
  readonly subject?: string;
  readonly log?: string;
  readonly tags?: readonly string[];
  readonly diff?: string;
};

/** One patch, and nothing wrong with it but what is asked for. */
export function mail({
  subject = "x86/foo: Add a bar",
  log = "There is no bar.",
  tags = [`Signed-off-by: ${author}`],
  diff = "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-int a;\n+int b;\n",
}: Mail): PatchFile {
  const [path = ""] = /(?<=^\+\+\+ b\/).*/m.exec(diff) ?? [];
  const head = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: ${author}\nDate: Tue, 14 Nov 2023 22:13:20 +0000\n`;
  const text = `${head}Subject: [PATCH] ${subject}\n\n${log}\n\n${tags.join("\n")}\n---\n\ndiff --git a/${path} b/${path}\n${diff}`;
  return { name: "a.patch", digest: digestOf(text), text };
}

export function posted(mails: readonly Mail[], cover = true): PostedSeries {
  return { patches: postedPatches(mails.map(mail)), cover };
}
