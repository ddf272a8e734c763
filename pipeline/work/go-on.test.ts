import { expect, test } from "vitest";
import { goOnWith } from "./go-on.ts";

test("the same command goes on, as it can be pasted", () => {
  expect(goOnWith(["run", "yours", "--head", "all"])).toBe(
    "go on with: ./twinboot run yours --head all",
  );
  expect(goOnWith(["submit", "s", "--from", "A B <a@b>"])).toBe(
    "go on with: ./twinboot submit s --from 'A B <a@b>'",
  );
});

test("with --fresh it would boot all again, and that is said", () => {
  expect(goOnWith(["run", "--fresh"])).toMatch(/without --fresh finished boots are reused/);
});
