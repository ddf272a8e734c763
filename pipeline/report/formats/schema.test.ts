import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import { renderJson } from "./json.ts";
import { runJsonSchema } from "./schema.ts";

// Moments are checked by the pattern that zod writes beside the format, which ajv knows only with a plug-in.
const validate = new Ajv2020({ strict: true, validateFormats: false }).compile(runJsonSchema());

describe("the JSON Schema of run.json", () => {
  test("takes a real run, as it is written", () => {
    const written: unknown = JSON.parse(renderJson(runFixture()));
    expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each<[string, object]>([
    ["a verdict that is none", { cells: [{ ...runFixture().cells[0], verdict: "green" }] }],
    ["a member it does not know", { surprise: true }],
    ["a lack of cells", { cells: undefined }],
    ["a digest that is none", { hypervisors: [{ name: "xen", version: "4.17", digest: "abc" }] }],
    ["a moment that is none", { startedAt: "yesterday" }],
    ["another schema's name", { schema: "twinboot/run@2" }],
  ])("refuses %s", (_, change) => {
    const written: unknown = JSON.parse(JSON.stringify({ ...runFixture(), ...change }));
    expect(validate(written)).toBe(false);
  });

  test("documents what a digest is", () => {
    expect(JSON.stringify(runJsonSchema())).toContain("SHA-256 of the image");
  });
});

test("JSON is indented by two and ends with a line feed", () => {
  const text = renderJson(runFixture());
  expect(text.split("\n")[1]).toBe('  "schema": "twinboot/run@1",');
  expect(text.endsWith("}\n")).toBe(true);
  expect(JSON.parse(text)).toEqual(runFixture());
});
