import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Metric } from "../../model/cost/metric.ts";
import { runRecordSchema } from "../../model/record/run-record.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { twinboot } from "./cli-rig.ts";

/** One instruction in getppid(2), which no other workload calls. */
const patch = `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: Twinboot maintainers <maintainers@twinboot.example>
Date: Sat, 21 Nov 2026 10:00:00 +0000
Subject: [PATCH] kernel/sys: Do nothing once in getppid

Signed-off-by: Twinboot maintainers <maintainers@twinboot.example>
---
 kernel/sys.c | 1 +
 1 file changed, 1 insertion(+)

--- a/kernel/sys.c
+++ b/kernel/sys.c
@@ -1018,6 +1018,7 @@ SYSCALL_DEFINE0(getppid)
 	int pid;
 
 	rcu_read_lock();
+	asm volatile("nop");
 	pid = task_tgid_vnr(rcu_dereference(current->real_parent));
 	rcu_read_unlock();
 
`;

/** Those that neither make processes nor wait for one: what they execute does not hang on what ran before. */
// prettier-ignore
const alone = [
  "lat_syscall/read", "lat_syscall/write", "lat_syscall/stat", "lat_syscall/open-close", "clock_gettime",
  "lat_sig/install", "lat_sig/catch", "sched_yield", "futex", "bw_mem/copy", "bw_mem/read",
];

describe("one more instruction in one system call", { tags: ["vm"] }, () => {
  let folder: string;
  let metrics: readonly Metric[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinboot-planted-"));
    await copyCheckout(folder);
    const series = join(folder, "patches", "planted");
    await mkdir(series);
    await writeFile(
      join(series, "series.yaml"),
      "series: planted\ntitle: One instruction\nlicense: GPL-2.0\nbase: sid\n",
    );
    await writeFile(join(series, "series"), "nop.patch\n");
    await writeFile(join(series, "cover.md"), "# One instruction\n");
    await writeFile(join(series, "kconfig"), "");
    await writeFile(join(series, "nop.patch"), patch);
    const args = ["bench", "--series", "planted", "--platform", "bare-q35", "--flavour", "guest"];
    const { stdout } = await twinboot([...args, "--json"], {}, folder);
    metrics = runRecordSchema.parse(JSON.parse(stdout)).metrics ?? [];
  }, 3_600_000);
  afterAll(() => rm(folder, { recursive: true }));

  it("is counted once for each time it is executed", () => {
    const { base, series } = countsOf(metrics, "lat_syscall/null");
    expect(series.values).toEqual(base.values.map((value) => value + base.iterations));
  });

  it.each(alone)("changes nothing in %s, which does not execute it", (workload) => {
    const { base, series } = countsOf(metrics, workload);
    expect(series.values).toEqual(base.values);
    expect(base.class).toBe("exact");
  });
});

function countsOf(metrics: readonly Metric[], workload: string) {
  const of = (series: string): Metric => {
    const found = metrics.find((one) => one.series === series && one.workload === workload);
    if (!found) throw new Error(`${workload} was not counted on ${series}`);
    return found;
  };
  return { base: of("base"), series: of("planted") };
}
