// The site as people meet it: in a real Chromium, from file://, with keyboard, phone and dark screens.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { nightOf } from "../../model/record/night-of.ts";
import { browserRig, siteOnDisk } from "../../test/browser-rig.ts";
import { hostileRun } from "../../test/hostile-run.ts";
import { hostileTexts } from "../../test/hostile-texts.ts";
import { measuredNights, measuredRun } from "../../test/measured-run.ts";
import { consolesFixture, panicLine, panicText } from "../../test/run-fixture.ts";
import { historyOf } from "../facts/history.ts";

const run = measuredRun();
const address = await siteOnDisk(run, await historyOf(measuredNights()), consolesFixture(run));
const failed = "cells/sid-hypervisor-sysfs-guest-xen-pv-dom0.html";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { open } = browserRig();

const shownCells = (page: Page) => page.locator(".matrix td a").filter({ visible: true }).count();

type AxeWindow = {
  axe: {
    run: (options: {
      preload: boolean;
    }) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
  };
};

async function violations(page: Page): Promise<string[]> {
  // The page's policy allows no foreign script: this one comes from the debugger, not from the page.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    (globalThis as unknown as AxeWindow).axe.run({ preload: false }),
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
}

describe("the filters", { tags: ["vm"] }, () => {
  test("show what was chosen and put it into the address, which shows it again", async () => {
    const { page, complaints } = await open();
    await page.goto(address("index.html"));
    expect(await shownCells(page)).toBe(16);
    await page.getByLabel("verdict").selectOption("pass");
    await page.getByLabel("head").selectOption("sid");
    expect(await shownCells(page)).toBe(7);
    await page.waitForURL("**/index.html#verdict=pass&head=sid");
    await page.reload();
    expect(await shownCells(page)).toBe(7);
    expect(await page.locator("output").textContent()).toBe("7 cells shown");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.waitForURL((url) => !url.hash);
    expect(await shownCells(page)).toBe(16);
    expect(complaints).toEqual([]);
  });

  test.each([
    ["platform=xen-pv-dom0", 4],
    ["series=hypervisor-sysfs", 8],
    ["verdict=fail&platform=xen-pv-dom0", 1],
    ["verdict=fail&platform=bare-q35", 0],
    ["head=no-such-head&%%%=<script>", 16],
  ])("are read from a deep link: %s", async (hash, count) => {
    const { page, complaints } = await open();
    await page.goto(address(`index.html#${hash}`));
    expect(await shownCells(page)).toBe(count);
    expect(complaints).toEqual([]);
  });

  test("are not shown where there is no script, and everything else is", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(address("index.html"));
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect(await shownCells(page)).toBe(16);
  });
});

describe("the way through the site", { tags: ["vm"] }, () => {
  test("leads by keyboard alone from the verdict to the line that decided", async () => {
    const { page, complaints } = await open();
    await page.goto(address("index.html"));
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("To the content");
    await page.locator(".matrix td.fail a").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/${failed}`);
    await page.getByRole("link", { name: `console.log, line ${panicLine}` }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/${failed}#L${panicLine}`);
    expect(await page.locator(":target").textContent()).toBe(panicText);
    expect(complaints).toEqual([]);
  });

  test("visits every page from the navigation", async () => {
    const { page, complaints } = await open();
    await page.goto(address("index.html"));
    for (const name of ["Patches", "Performance", "History", "Run", "Verdicts"]) {
      await page.getByRole("navigation").getByRole("link", { name }).click();
      expect(await page.locator("nav [aria-current=page]").textContent()).toBe(name);
    }
    expect(complaints).toEqual([]);
  });

  test("names a line of a console by a click", async () => {
    const { page } = await open();
    await page.goto(address(failed));
    await page.locator("#L12").click();
    await page.waitForURL(`**/${failed}#L12`);
  });
});

describe("a console of 5 MB", { tags: ["vm"] }, () => {
  const lines = Array.from({ length: 70_000 }, (_, at) => `[ ${at}.000000] ${"x".repeat(60)}`);
  const [cell] = run.cells;

  test("is laid out where it is looked at, goes to any line, and scrolls without long tasks", async () => {
    const console = cell?.evidence.console;
    if (!cell || !console) throw new Error("the fixture has no console");
    const only = { ...run, cells: [cell] };
    const history = await historyOf([nightOf(only)]);
    const site = await siteOnDisk(only, history, new Map([[console.digest, lines.join("\n")]]));
    const { page, complaints } = await open();
    await page.goto(site("cells/sid-base-guest-bare-q35.html#L69990"));
    expect(await page.locator("#L69990").isVisible()).toBe(true);
    const slowest = await page.evaluate(scrollThrough);
    expect(slowest).toBeLessThan(1000);
    expect(complaints).toEqual([]);
  });
});

/** Runs in the page: the longest time between two frames, in ms, while a console is scrolled from end to end. */
async function scrollThrough(): Promise<number> {
  type Box = { scrollTop: number; scrollHeight: number };
  type Frames = {
    requestAnimationFrame: (then: () => void) => void;
    document: { querySelector: (of: string) => Box };
  };
  const window = globalThis as unknown as Frames;
  const box = window.document.querySelector(".console");
  let slowest = 0;
  for (let step = 0; step < 40; step += 1) {
    const before = performance.now();
    box.scrollTop = (box.scrollHeight * step) / 40;
    await new Promise<void>((resolve) => window.requestAnimationFrame(resolve));
    slowest = Math.max(slowest, performance.now() - before);
  }
  return slowest;
}

describe("hostile texts", { tags: ["vm"] }, () => {
  test("run nothing, ask for nothing, and stand there as text", async () => {
    const all = hostileTexts.filter(([, text]) => text.length < 10_000);
    const hostile = hostileRun(all.map(([, text]) => text).join(" "));
    const lines = all.map(([, text]) => text).join("\n");
    const consoles = new Map([...consolesFixture(hostile).keys()].map((digest) => [digest, lines]));
    const site = await siteOnDisk(hostile, await historyOf([nightOf(hostile)]), consoles);
    const { page, complaints } = await open();
    await page.goto(site("index.html"));
    await page.locator(".matrix td a").first().click();
    await page.waitForURL("**/cells/**");
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("body").textContent()).toContain("<script>alert(1)</script>");
    expect(complaints).toEqual([]);
  });
});

describe("every kind of page", { tags: ["vm"] }, () => {
  const paths = [
    "index.html",
    "patches.html",
    "performance.html",
    "history.html",
    "run.html",
    failed,
  ];

  test.each(paths)("has nothing that axe finds, in light and dark: %s", async (path) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, complaints } = await open({ colorScheme });
      await page.goto(address(path));
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  test.each(paths)("fits a phone: only tables and consoles scroll sideways: %s", async (path) => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    await page.goto(address(path));
    const width = await page.evaluate(
      () =>
        (globalThis as unknown as { document: { documentElement: { scrollWidth: number } } })
          .document.documentElement.scrollWidth,
    );
    expect(width).toBeLessThanOrEqual(360);
  });
});
