// Who imports whom, as rooms: a folder below pipeline/ is a room, at whatever depth.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parse } from "yaml";

/** A room, and the rooms that it may import. What is not named may not be. */
export type Borders = Readonly<Record<string, readonly string[]>>;

export type Import = { readonly from: string; readonly to: string };

const quoted = /(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)"/g;

export function readBorders(pipeline: string): Borders {
  return parse(readFileSync(join(pipeline, "rooms.yaml"), "utf8")) as Borders;
}

/** Imports between two files of the program; its tests see every room. */
export function importsOf(pipeline: string): Import[] {
  return programFiles(pipeline).flatMap((from) => importsIn(pipeline, from));
}

/** `report/html/cell.ts`: what is neither a test nor made for one. */
export function programFiles(pipeline: string): string[] {
  const files = readdirSync(pipeline, { recursive: true, encoding: "utf8" });
  return files.filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("test/"),
  );
}

/** `report/html/cell.ts imports engine/store.ts: report/html may not import engine`. */
export function trespasses(imports: readonly Import[], borders: Borders): string[] {
  return imports.flatMap(({ from, to }) => {
    const [room, other] = [dirname(from), dirname(to)];
    if (room === other || borders[room]?.includes(other)) return [];
    return [`${from} imports ${to}: ${room} may not import ${other}`];
  });
}

/** What is allowed and not used: the next reader would take it for an arrow that is there. */
export function unusedAllowances(imports: readonly Import[], borders: Borders): string[] {
  const used = new Set(imports.map(({ from, to }) => `${dirname(from)} ${dirname(to)}`));
  return Object.entries(borders).flatMap(([room, others]) =>
    others.filter((other) => !used.has(`${room} ${other}`)).map((other) => `${room}: ${other}`),
  );
}

function importsIn(pipeline: string, from: string): Import[] {
  const text = readFileSync(join(pipeline, from), "utf8");
  return [...text.matchAll(quoted)].map(([, path = ""]) => ({
    from,
    to: normalize(join(dirname(from), path)),
  }));
}
