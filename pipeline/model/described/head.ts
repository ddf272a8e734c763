// A head: an upstream tree at one commit. The description says where it moves; a pin says where it is.

import { z } from "zod";

/** *posting*: a base that one may post on. *warning*: a moving head that shows what will break. */
const channel = z.enum(["posting", "warning"]);

export const gitUrl = z.string().regex(/^(https|git|ssh|file):\/\/[^\s-]/);

export const headSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("debian"),
    /** A Debian suite; need not be the installed one. */
    suite: z.string().regex(/^[a-z][a-z-]*$/),
    /** `X.Y` of linux-source-X.Y; the newest of the suite where absent. */
    version: z
      .string()
      .regex(/^\d+\.\d+$/)
      .optional(),
    channel,
  }),
  z.strictObject({
    kind: z.literal("git"),
    url: gitUrl,
    /** A branch, a tag, a commit; with one `*`, of the branches that fit the one whose number is highest. */
    ref: z.string().regex(/^[A-Za-z0-9][\w./-]*\*?[\w./-]*$/),
    /** History before this day is not fetched: what landed earlier is not found upstream. All of it where absent. */
    since: z.iso.date().optional(),
    channel,
  }),
  z.strictObject({
    kind: z.literal("tarball"),
    /** An https address, or a path relative to the checkout. */
    from: z.string().regex(/^[^-]\S*$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    channel,
  }),
]);

export type HeadDescription = z.infer<typeof headSchema>;

/** Where a moving head stood when the run began. */
export type HeadPin =
  | {
      readonly kind: "debian";
      readonly package: string;
      /** The package's version, as Debian writes it. */
      readonly version: string;
      readonly suite: string;
      readonly sha256: string;
    }
  | {
      readonly kind: "git";
      readonly url: string;
      readonly ref: string;
      readonly commit: string;
      /** `all`, or the day it begins on. */
      readonly history: string;
    }
  | { readonly kind: "tarball"; readonly from: string; readonly sha256: string };

/** A tree in the bare repository. */
export type SourceTree = {
  readonly commit: string;
  readonly tree: string;
  /** What the tree's Makefile says: `7.2.13`. */
  readonly release: string;
};

/** `linux-source-7.2 7.2.13-1`, `master at 0123456789ab`: a pin in words. */
export function pinInWords(pin: HeadPin): string {
  switch (pin.kind) {
    case "debian":
      return `${pin.package} ${pin.version} (${pin.suite})`;
    case "git":
      return `${pin.ref} at ${pin.commit.slice(0, 12)}`;
    case "tarball":
      return `${pin.from} sha256 ${pin.sha256.slice(0, 12)}`;
  }
}
