import { beforeAll, describe, expect, it } from "vitest";
import { type RunRecord, runRecordSchema } from "../../model/record/run-record.ts";
import { knownCounts } from "../known-counts.ts";
import { twinboot } from "./cli-rig.ts";

/** On another machine with the same QEMU and kernel this shows whether counts are the machine's or the kernel's. */
describe("the counts of one fixed kernel", { tags: ["vm"] }, () => {
  let record: RunRecord;

  beforeAll(async () => {
    const args = ["bench", "--platform", "bare-q35", "--flavour", "guest", "--json"];
    record = runRecordSchema.parse(JSON.parse((await twinboot(args)).stdout));
  }, 3_600_000);

  it("are those that are written down, for this QEMU and this kernel", ({ skip }) => {
    const base = record.metrics?.filter(({ series }) => series === "base") ?? [];
    const kernel = base.find(({ workload }) => workload === "lat_syscall/null")?.kernel;
    if (record.host.qemuDigest !== knownCounts.qemu)
      skip(
        `the counts hold for the QEMU ${knownCounts.qemu}, this one is ${record.host.qemuDigest}`,
      );
    if (kernel !== knownCounts.kernel)
      skip(`the counts hold for the kernel ${knownCounts.kernel}, this one is ${kernel}`);
    const counted = Object.keys(knownCounts.counts).map((name) => {
      const found = base.find(({ workload }) => workload === name);
      return [name, found?.values[0]];
    });
    expect(Object.fromEntries(counted)).toEqual(knownCounts.counts);
  });
});
