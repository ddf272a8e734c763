import { describe, expect, test } from "vitest";
import { hostileRun } from "../../test/hostile-run.ts";
import { harmless, hostileTexts } from "../../test/hostile-texts.ts";
import { shownText, structureOf } from "../../test/read-html.ts";
import { consolesFixture } from "../../test/run-fixture.ts";
import { siteOf } from "../../test/site-rig.ts";
import { cutText } from "./visible-text.ts";

/** All pages of a run full of the text, one behind the other; it stands in the consoles too. */
async function hostileSite(text: string): Promise<string> {
  const run = hostileRun(text);
  const consoles = new Map(
    [...consolesFixture(run)]
      .slice(0, 2)
      .map(([digest, lines]) => [digest, `${lines.slice(0, 500)}${`${text}\nline\n`.repeat(3)}`]),
  );
  return [...(await siteOf(run, consoles)).values()].join("");
}

describe("a hostile text in the site", () => {
  test.each(hostileTexts)(
    "builds no element, runs nothing, is shown for what it is: %s",
    async (_, text) => {
      const html = await hostileSite(text);
      expect(structureOf(html)).toEqual(structureOf(await hostileSite(harmless(text))));
      expect(html.replace(/[\t\n]/gu, "")).not.toMatch(
        /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u,
      );
      const line = (text.split("\n")[0] ?? "").replaceAll("\r", "");
      expect(shownText(html)).toContain(cutText(line));
    },
  );

  test("does not make the site grow with it", async () => {
    const long = await hostileSite("x".repeat(100_000));
    const longer = await hostileSite("x".repeat(200_000));
    expect(long).toContain("more characters)");
    expect(longer.length - long.length).toBeLessThan(100_000);
  });
});
