// What is known of consoles and tests, as data: a fault that does not decide (allow), a line that does (deny).

import { z } from "zod";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

const regex = z
  .string()
  .refine((text) => regexOf(text) !== undefined, "not a regular expression")
  .refine((text) => !matchesEverything(text), "it matches everything");

/** A file of images/known/. It holds until its last day, for a reason that can be read up. */
export const knownSchema = z
  .strictObject({
    known: name,
    list: z.enum(["allow", "deny"]),
    /** Of a line on the console, without its time stamp. */
    console: regex.optional(),
    /** Of a failing test's name. */
    test: regex.optional(),
    /** Of what such a test says: another failure of it decides. */
    said: regex.optional(),
    /** All where absent. */
    platforms: z.array(z.string()).min(1).optional(),
    heads: z.array(z.string()).min(1).optional(),
    reason: z.string().regex(/\S+\s+\S+/, "says no reason"),
    link: z.url(),
    /** The last day on which it holds. */
    expires: z.iso.date(),
  })
  .refine(({ console, test }) => (console === undefined) !== (test === undefined), {
    message: "say one of console and test",
  })
  .refine(({ test, said }) => test !== undefined || said === undefined, {
    message: "said is of a test",
  })
  .refine(({ list, test }) => list === "allow" || test === undefined, {
    message: "a test that fails is denied already",
  });

export type Known = z.infer<typeof knownSchema>;

/** A known fault that was seen and did not decide. */
export type Allowed = {
  /** The entry's name. */
  readonly by: string;
  readonly reason: string;
  readonly link: string;
  readonly expires: string;
  /** What it allowed: the console line, or the test with what it said. */
  readonly text: string;
};

/** The entries that hold for a cell. */
export function knownFor(all: Iterable<Known>, platform: string, head: string): Known[] {
  return [...all].filter(
    ({ platforms, heads }) =>
      (platforms?.includes(platform) ?? true) && (heads?.includes(head) ?? true),
  );
}

/** A hostile line must not make a pattern slow. */
const longestLine = 1000;

export function matches(text: string, pattern: string): boolean {
  return regexOf(pattern)?.test(text.slice(0, longestLine)) ?? false;
}

function regexOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text, "u");
  } catch {
    // The caller reports that it is invalid.
    return undefined;
  }
}

/** Lines and names that no entry is meant for. */
const ordinary = ["Linux version 6.12.1", "Run /init as init process", "fpu", "memory", "~", "4"];

function matchesEverything(text: string): boolean {
  return matches("", text) || ordinary.some((line) => matches(line, text));
}
