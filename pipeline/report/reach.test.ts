// Two thousand cells and five hundred nights. How fast is the benchmark's; how large is tested here.

import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { largeNights, largeRun } from "../test/large-run.ts";
import { historyOf } from "./facts/history.ts";
import { sitePages } from "./html/site.ts";

test(
  "the first page of 2000 cells is at most 300 KB to send, and no page is over 2 MB",
  { timeout: 60_000 },
  async () => {
    const run = largeRun();
    const history = await historyOf(largeNights(run, 500));
    const sizes = new Map<string, number>();
    for (const { path, content } of sitePages({ run, history, consoleText: () => undefined })) {
      if (path === "index.html") expect(gzipSync(content).length).toBeLessThan(300_000);
      sizes.set(path, content.length);
    }
    expect([...sizes.keys()].filter((path) => path.startsWith("cells/"))).toHaveLength(2000);
    expect(Math.max(...sizes.values())).toBeLessThan(2_000_000);
  },
);
