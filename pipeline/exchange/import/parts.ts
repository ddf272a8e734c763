// The n/m of a mailed series: which mail is the cover letter, in which order the patches go, whether one is missing.

import { UserError } from "../../model/errors.ts";
import type { ReadPatch } from "./read-patch.ts";
import { numberOf } from "../stored/stored-patch.ts";

export type Parts = { readonly cover?: ReadPatch; readonly patches: readonly ReadPatch[] };

type Part = { readonly mail: ReadPatch; readonly n: number; readonly of: number };

/**
 * Of a folder, whose order is that of its files, whatever threads they were cut from. A letter is the only mail that
 * need not hold a diff. `gap`: the parts that one posting had and the folder has not, in words.
 */
export function queueOf(mails: readonly ReadPatch[]): Parts & { readonly gap?: string } {
  const letters = mails.filter(
    ({ mail, diff }) => !diff.files.length && numberOf(mail.subject)?.n === 0,
  );
  const [cover, another] = letters;
  const patches = mails.filter((mail) => mail !== cover);
  if (!cover || another) return { patches: mails, ...gapOf(mails) };
  return { cover, patches, ...gapOf(patches) };
}

function gapOf(patches: readonly ReadPatch[]): { gap?: string } {
  const numbers = patches.map(({ mail }) => numberOf(mail.subject));
  const of = numbers[0]?.of ?? 0;
  const has = new Set(numbers.map((number) => (number?.of === of ? number.n : 0)));
  if (has.has(0) || has.size < patches.length || has.size >= of) return {};
  return { gap: `of ${of} parts that were posted, ${of - has.size} are not in the folder` };
}

/** Throws UserError where a part is missing or there twice. Mails without numbers keep their order. */
export function partsOf(mails: readonly ReadPatch[]): Parts {
  const answer = mails.find(
    ({ mail, diff }) => !diff.files.length && /^\s*re:/i.test(mail.subject),
  );
  if (answer)
    throw new UserError(
      `${answer.raw.shown}: it is a reply and contains no patch`,
      "keep only the patches of the series, for example with: b4 am",
    );
  const parts = mails.map((mail): Part | undefined => {
    const number = numberOf(mail.mail.subject);
    return number && { mail, ...number };
  });
  const numbered = parts.filter((part) => part !== undefined);
  const [first] = numbered;
  if (!first) return { patches: mails };
  if (numbered.length < mails.length || numbered.some(({ of }) => of !== first.of))
    throw new UserError(
      "the mails belong to more than one series, or some are replies",
      "keep only the patches of one series, for example with: b4 am",
    );
  const sorted = numbered.toSorted((a, b) => a.n - b.n);
  const again = sorted.find(({ n }, at) => n === sorted[at - 1]?.n);
  if (again) throw twice(again);
  const patches = sorted.filter(({ n }) => n > 0);
  const gap = patches.findIndex(({ n }, at) => n !== at + 1);
  if (gap >= 0 || patches.length < first.of)
    throw missing(gap < 0 ? patches.length + 1 : gap + 1, first.of);
  const cover = sorted[0]?.n === 0 ? { cover: sorted[0].mail } : {};
  return { ...cover, patches: patches.map(({ mail }) => mail) };
}

function twice({ mail, n }: Part): UserError {
  return new UserError(
    `${mail.raw.shown}: part ${n} is present twice`,
    "keep only one version of the series",
  );
}

function missing(n: number, of: number): UserError {
  return new UserError(
    `part ${n} of ${of} is missing`,
    "get the whole series, for example with: b4 am",
  );
}
