// The rooms of pipeline/ and their one-way arrows are pipeline/rooms.yaml; here the code is held to it.

import { dirname, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { importsOf, programFiles, readBorders, trespasses, unusedAllowances } from "./borders.ts";

const pipeline = resolve(import.meta.dirname, "..");
const borders = readBorders(pipeline);
const imports = importsOf(pipeline);
const rooms = Object.keys(borders);

test("no file imports from a room that its own may not import", () => {
  expect(imports.length).toBeGreaterThan(1000);
  expect(trespasses(imports, borders)).toEqual([]);
});

test("nothing is allowed that nobody uses", () => {
  expect(unusedAllowances(imports, borders)).toEqual([]);
});

test("every folder that holds code is a room", () => {
  const folders = new Set(programFiles(pipeline).map((file) => dirname(file)));
  expect(rooms.toSorted()).toEqual([...folders].toSorted());
});

/** The two that know each other: a command's description loads its code when it is called. */
const mutual = new Set(["cli/usage", "cli/commands", "cli"]);

test("a room imports only rooms that stand before it in the list", () => {
  const upward = rooms.flatMap((room, at) =>
    (borders[room] ?? [])
      .filter((other) => rooms.indexOf(other) >= at && !(mutual.has(room) && mutual.has(other)))
      .map((other) => `${room}: ${other}`),
  );
  expect(upward).toEqual([]);
});

describe.each(rooms)("%s", (room) => {
  test("is refused an import of a room that is not in its list", () => {
    const forbidden = rooms.find((other) => other !== room && !borders[room]?.includes(other));
    const planted = { from: `${room}/planted.ts`, to: `${forbidden}/any.ts` };
    expect(trespasses([planted], borders)).toEqual([
      `${planted.from} imports ${planted.to}: ${room} may not import ${forbidden}`,
    ]);
  });
});
