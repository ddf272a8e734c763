// What became of a kernel over its versions, as the history keeps it. Pure.

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { digestSchema } from "../digest.ts";
import { type Certification, certifiedWords } from "./certification.ts";

const entry = z.strictObject({
  /** The first day that it was so. */
  date: z.iso.date(),
  version: z.string(),
  image: digestSchema,
  word: z.enum(certifiedWords),
  /** Whether only the machine stood against it. */
  machine: z.boolean(),
  platforms: z.record(z.string(), z.enum(certifiedWords)),
});

export const certificateHistorySchema = z.strictObject({
  /** `bookworm/linux-image-amd64 general`. */
  of: z.string(),
  /** Oldest first; one that says the same as the one before it is left out. */
  entries: z.array(entry),
});

export type CertificateHistory = z.infer<typeof certificateHistorySchema>;

/** What stays the same over versions: what a suite was asked for, or the package's name; and the profile, or its part. */
export function kernelRow({ product, profile }: Certification): string {
  const part = profile.untried.length ? " in part" : "";
  return `${product.asked ?? product.name} ${profile.name}${part}`;
}

/** `history`: of the same row; empty before the first time. */
export function historyWith(
  history: CertificateHistory["entries"],
  found: Certification,
): CertificateHistory {
  const { date, word, product, kernel, platforms } = found;
  const wrong = platforms.filter((one) => one.word === "not certified");
  const now = {
    date: date.slice(0, 10),
    version: product.version,
    image: kernel.image.digest,
    word,
    machine: wrong.length > 0 && wrong.every(({ fault }) => fault === "infrastructure"),
    platforms: Object.fromEntries(platforms.map((one) => [one.platform, one.word])),
  };
  const last = history.at(-1);
  const same = last !== undefined && isSame(last, now);
  return { of: kernelRow(found), entries: same ? [...history] : [...history, now] };
}

type Entry = CertificateHistory["entries"][number];

function isSame(last: Entry, now: Entry): boolean {
  return isDeepStrictEqual({ ...last, date: "" }, { ...now, date: "" });
}

/** The last version that had a certificate, where the newest has none; a machine that failed takes none away. */
export function lostCertificate({ entries }: CertificateHistory): Entry | undefined {
  const decided = entries.filter(({ machine }) => !machine);
  if (decided.at(-1)?.word !== "not certified") return undefined;
  return decided.findLast(({ word }) => word !== "not certified");
}
