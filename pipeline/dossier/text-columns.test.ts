import stringWidth from "string-width";
import { expect, test } from "vitest";
import { textColumns } from "./text-columns.ts";

test("columns begin where a terminal shows them, also behind wide and combining characters", () => {
  const names = ["半仮想化", "plain", "e\u0301t\u00e9", "長".repeat(60)];
  const lines = textColumns(
    names.map((name, at) => [name, "pass", `${10 ** at}`]),
    new Set([2]),
  );
  const starts = lines.map((line) => stringWidth(line.slice(0, line.indexOf("pass"))));
  expect(new Set(starts).size).toBe(1);
  expect(new Set(lines.map((line) => stringWidth(line)))).toEqual(new Set([75]));
  expect(lines[3]).toContain("\u2026");
});
