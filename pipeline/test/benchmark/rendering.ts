// The site of 2000 cells with 500 nights behind it: time, memory, and how soon a browser has painted its first page.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { sealed } from "../../engine/sealed-json.ts";
import { largeNights, largeRun } from "../large-run.ts";
import { consolesFixture } from "../run-fixture.ts";
import { median } from "simple-statistics";
import type { Row } from "./row.ts";

const times = 5;
const twinboot = join(import.meta.dirname, "../../cli/main.ts");

export async function rendering(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "twinboot-rendering-"));
  try {
    const store = largeStore(dir);
    const runs: Rendered[] = [];
    for (let n = 0; n < times; n += 1) runs.push(await render(store, join(dir, `site-${n}`)));
    const index = join(dir, "site-0", "index.html");
    const paints = await firstPaints(pathToFileURL(index).href);
    const kilobytes = (gzipSync(readFileSync(index)).length / 1000).toFixed(0);
    const seconds = runs.map((one) => one.seconds);
    const peak = Math.max(...runs.map(({ megabytes }) => megabytes));
    return [
      {
        what: "site of 2000 cells with 500 nights (`report --format html`, whole process)",
        goal: "at most 5 s and 500 MB",
        figure: `${median(seconds).toFixed(1)} s (median of ${times}, worst ${Math.max(...seconds).toFixed(1)} s), ${peak.toFixed(0)} MB`,
      },
      {
        what: "its first page, compressed; first paint from file:// in headless Chromium",
        goal: "at most 300 KB; under 1 s",
        figure: `${kilobytes} KB; ${median(paints).toFixed(0)} ms (median of ${times}, worst ${Math.max(...paints).toFixed(0)} ms)`,
      },
    ];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** A store with nothing but runs and consoles: rendering asks for no more. */
function largeStore(dir: string): string {
  const store = join(dir, "store");
  const run = largeRun();
  mkdirSync(join(store, "files"), { recursive: true });
  for (const [digest, text] of consolesFixture()) writeFileSync(join(store, "files", digest), text);
  for (const night of largeNights(run, 500)) {
    mkdirSync(join(store, "runs", String(night.run)), { recursive: true });
    writeFileSync(join(store, "runs", String(night.run), "night.json"), sealed(night));
  }
  writeFileSync(join(store, "runs", String(run.run), "run.json"), sealed(run));
  return store;
}

type Rendered = { readonly seconds: number; readonly megabytes: number };

/** In a process of its own, with the bounds that ./twinboot gives it. */
async function render(store: string, output: string): Promise<Rendered> {
  const args = ["--max-semi-space-size=2", "--max-old-space-size=128", twinboot];
  const report = ["report", "--format", "html", "--output", output];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...args, ...report], {
    env: { ...process.env, TWINBOOT_STORE: store },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "close");
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    await sleep(20);
  }
  await ended;
  if (child.exitCode !== 0) throw new Error(`rendering ended with ${child.exitCode}`);
  return { seconds: (performance.now() - startedAt) / 1000, megabytes: peak / 1024 };
}

/** Milliseconds from navigation to the first contentful paint. */
async function firstPaints(address: string): Promise<number[]> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const paints: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const page = await browser.newPage();
      await page.goto(address);
      const paint = await page.waitForFunction(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      );
      paints.push(Number(await paint.jsonValue()));
      await page.close();
    }
    return paints;
  } finally {
    await browser.close();
  }
}
