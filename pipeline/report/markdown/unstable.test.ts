// A cell that passes and did not in every boot: said in every format, with all that was seen.

import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { siteText } from "../../test/site-rig.ts";
import { renderMarkdown } from "./markdown.ts";
import { matrixText } from "../text/matrix-text.ts";

const finding = { reason: "hang", fault: "series", summary: "the guest fell silent" } as const;
const hung = { verdict: "fail", finding, bootedIn: 12 } as const;
const passed = { verdict: "pass", bootedIn: 12 } as const;

/** The first cell passed one boot of three late; the panicked one panicked in all. */
function runWith(): RunRecord {
  const run = runFixture();
  const cells = run.cells.map((cell, index) => {
    if (index === 1)
      return Object.assign({}, cell, { attempts: [hung, passed, passed], unstable: true });
    if (cell.verdict === "fail") return Object.assign({}, cell, { attempts: [hung, hung, hung] });
    return cell;
  });
  return { ...run, cells };
}

const run = runWith();
const formats: readonly (readonly [string, (of: RunRecord) => string | Promise<string>])[] = [
  ["text", (of) => matrixText(of, { colour: false })],
  ["Markdown", (of) => renderMarkdown(of)],
  ["HTML", siteText],
];

describe.each(formats)("in %s", (name, render) => {
  test("an unstable cell is marked in the matrix, and listed under a heading of its own", async () => {
    const text = await render(run);
    expect(text).toContain("unstable 1/3");
    expect(text).toMatch(/^(?:## |<h2.*>)?Unstable/mu);
    expect(text).toMatch(/boot 1: fail: hang: the guest fell silent/u);
    expect(text).toContain("to look at: the series");
  });

  test("a cell that failed every boot says 3/3", async () => {
    expect(await render(run)).toContain("3/3");
  });

  test(`nothing is unstable where one boot was enough (${name})`, async () => {
    expect(await render(runFixture())).not.toMatch(/unstable/iu);
  });
});

test("the first sentence counts them", () => {
  expect(renderMarkdown(run)).toContain("cells pass (1 unstable)");
});
