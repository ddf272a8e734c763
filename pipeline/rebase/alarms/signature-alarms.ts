// The alarm that a symbol is called in added lines which is called in another way on the head.

import type { MisapplyAlarm } from "../../model/patches/patch-result.ts";
import {
  alike,
  CallableSymbols,
  calledIn,
  type Signature,
} from "../../parse/source/c-signatures.ts";
import { code, isKeyword } from "../../parse/source/c-text.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import { type Differing, differingSources, type Trees } from "./included-files.ts";

/** For one file of the patch; once per symbol, at the first hunk that calls it. */
export async function signatureAlarms(trees: Trees, file: PatchedFile): Promise<MisapplyAlarm[]> {
  const path = file.after ?? "";
  if (!/\.[ch]$/.test(path)) return [];
  const calls = callsOf(file);
  if (!calls.size) return [];
  const files = await differingSources(trees, path);
  const alarms: MisapplyAlarm[] = [];
  for (const [symbol, header] of calls) {
    const says = changed(files, symbol);
    if (says) alarms.push({ alarm: "signature-changed", path, header, says });
  }
  return alarms;
}

/** Symbol → the header of the first hunk that calls it; without those that the patch defines. */
function callsOf({ hunks }: PatchedFile): Map<string, string> {
  const calls = new Map<string, string>();
  const defined = new CallableSymbols(hunks.map(({ lines }) => added(lines)).join("\n"));
  for (const { header, lines } of hunks)
    for (const symbol of calledIn(code(added(lines))))
      if (!calls.has(symbol) && !isKeyword(symbol) && !defined.signatures(symbol).length)
        calls.set(symbol, header);
  return calls;
}

function added(lines: readonly string[]): string {
  return lines
    .filter((line) => line[0] === "+")
    .map((line) => line.slice(1))
    .join("");
}

/** Undefined where one way to call it is the same in both trees, or where one of them is not to be found. */
function changed(files: readonly Differing[], symbol: string): string | undefined {
  const base = files.flatMap((file) => file.base.signatures(symbol));
  const head = base.length ? files.flatMap((file) => file.head.signatures(symbol)) : [];
  const [was, is] = [base[0], head[0]];
  if (!was || !is || base.some((one) => head.some((other) => alike(one, other)))) return undefined;
  return `${symbol} was ${inWords(was)} on the base and is ${inWords(is)} here`;
}

function inWords({ kind, says }: Signature): string {
  return kind === "macro" ? `a macro of ${says}` : says;
}
