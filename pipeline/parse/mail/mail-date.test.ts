import { expect, test } from "vitest";
import { mailDate, mailDateText } from "./mail-date.ts";

// What `git am` (2.39) made a commit of; each is the same second.
test.each([
  ["Mon, 2 Nov 2026 10:00:00 +0100", "+0100"],
  ["Mon,  2 Nov 2026 10:00:00 +01:00", "+0100"],
  ["Mon, 2 Nov 2026 10:00:00 +0100 (CET)", "+0100"],
  ["Mon, 2 Nov 2026 10:00:00 CET", "+0100"],
  ["Mon, 2 Nov 2026 04:00:00 EST", "-0500"],
  ["2 Nov 2026 10:00 +0100", "+0100"],
  ["2026-11-02 14:30:00 +0530", "+0530"],
  ["2026-11-02T09:00:00Z", "+0000"],
  ["Mon Nov  2 10:00:00 2026 +0100", "+0100"],
  ["Mon, 2 Nov 2026 09:00:00 -0000", "+0000"],
  ["Mon, 2 Nov 2026 22:00:00 +1300", "+1300"],
  ["1793610000 +0100", "+0100"],
])("%s", (text, zone) => {
  expect(mailDate(text)).toEqual({ seconds: 1793610000, zone });
});

test.each([
  "Fri, 13 Feb 1960 10:00:00 +0000",
  "Wed, 31 Dec 1969 23:00:00 -0200",
  "Mon, 2 Nov 2105 10:00:00 +0000",
  "Mon, 2 Nov 26 10:00:00 +0000",
  "Mon, 2 Nov 2026",
  "Mon, 2 Nov 2026 25:00:00 +0100",
  "Mon, 2 Nov 2026 10:00:00 +9999",
  "Mon, 2 Nov 2026 10:00:00 XYZ",
  "nonsense",
  "",
])("%j is no date of a commit", (text) => {
  expect(mailDate(text)).toBeUndefined();
});

test("a date is written as git format-patch writes it", () => {
  expect(mailDateText({ seconds: 1793610000, zone: "-0330" })).toBe(
    "Mon, 2 Nov 2026 05:30:00 -0330",
  );
});
