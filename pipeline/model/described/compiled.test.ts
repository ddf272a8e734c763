// Complaints before and after a series, as sets.

import { expect, test } from "vitest";
import { newComplaints } from "./compiled.ts";

const said = (...messages: string[]) => ({
  complaints: messages.map((message) => ({
    file: "a.c",
    message,
    line: `a.c:1: warning: ${message}`,
  })),
});

test("what was there is the head's, in whatever line it stands now", () => {
  const after = { complaints: [{ file: "a.c", message: "old", line: "a.c:99: warning: old" }] };
  expect(newComplaints(said("old"), after)).toEqual([]);
});

test("one for another is new: the numbers are equal, the sets are not", () => {
  expect(newComplaints(said("old"), said("new")).map(({ message }) => message)).toEqual(["new"]);
});

test("the same words of another file are new", () => {
  const other = { complaints: [{ file: "b.c", message: "old", line: "b.c:1: warning: old" }] };
  expect(newComplaints(said("old"), other)).toHaveLength(1);
});
