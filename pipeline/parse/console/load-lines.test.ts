import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { loadLines } from "./load-lines.ts";

const nonce = "00112233445566aa";

function line(number: number, whose = nonce): string {
  const head = `${whose} ${number}`;
  return `@load ${head} ${crc32(head).toString(16).padStart(8, "0")}`;
}

test("lines count by their numbers, whatever stands around them, and once", () => {
  const seen = loadLines([line(0), `[ 1.0] x${line(1)}`, line(2), line(2), ""], nonce);
  expect([...seen]).toEqual([0, 1, 2]);
});

test("a damaged line and another boot's line do not count", () => {
  const damaged = line(1).replace(" 1 ", " 2 ");
  expect(loadLines([damaged, line(3, "ffffffffffffffff")], nonce).size).toBe(0);
});
