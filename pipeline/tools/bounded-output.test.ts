// The output of a command in bounded memory.

import { expect, test } from "vitest";
import { BoundedOutput } from "./bounded-output.ts";

const chunk = Buffer.alloc(2 ** 20, "x");

test("a short output is there as it came, a character over two chunks too", () => {
  const output = new BoundedOutput();
  const bytes = Buffer.from("grün\n");
  output.push(bytes.subarray(0, 3));
  output.push(bytes.subarray(3), "string\n");
  expect(output.text()).toBe("grün\nstring\n");
  expect([output.bytes, output.dropped]).toEqual([bytes.length + 7, 0]);
});

test("of a long one the first and the last part is there, and between them how much is not", () => {
  const output = new BoundedOutput();
  output.push("first\n");
  for (let n = 0; n < 64; n += 1) output.push(chunk);
  output.push("last\n");
  const text = output.text();
  expect(text).toMatch(/^first\nx/);
  expect(text).toMatch(/xlast\n$/);
  const kept = text.replace(/\n\[twinboot: (\d+) bytes were printed here and are not kept\]\n/, "");
  expect(kept.length + output.dropped).toBe(output.bytes);
  expect(kept.length).toBeLessThan(34 * 2 ** 20);
});
