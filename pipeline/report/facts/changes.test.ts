import { describe, expect, test } from "vitest";
import { nightOf } from "../../model/record/night-of.ts";
import { measuredNights, measuredRun } from "../../test/measured-run.ts";
import { changesOf } from "./changes.ts";
import { historyOf } from "./history.ts";

const run = measuredRun();

describe("what changed", () => {
  test("is told with the run that had the other verdict, and with what moved since", async () => {
    const changes = changesOf(run, await historyOf(measuredNights()));
    expect(changes.map(({ kind, cell, before }) => [kind, cell.platform, before])).toEqual([
      ["regressed", "xen-pv-dom0", { verdict: "pass", run: 11 }],
      ["fixed", "bare-q35", { verdict: "fail", run: 11 }],
    ]);
    expect(changes[0]?.moved).toEqual([
      expect.stringMatching(/^head sid: [0-9a-f]{12}\.\.4a1c6d1b2f7d$/),
    ]);
  });

  test("is nothing in a first run, and nothing where all is as it was", async () => {
    expect(changesOf(run, await historyOf([nightOf(run)]))).toEqual([]);
    expect(changesOf(run, await historyOf([{ ...nightOf(run), run: 11 }, nightOf(run)]))).toEqual(
      [],
    );
  });

  test("is seen across runs that did not have the cell", async () => {
    const without = { ...nightOf(run), run: 11, cells: {} };
    const changes = changesOf(
      run,
      await historyOf([...measuredNights().slice(0, 10), without, nightOf(run)]),
    );
    expect(changes[0]?.before).toEqual({ verdict: "pass", run: 10 });
  });

  test("names the boot where the kernel is the same and nothing moved", async () => {
    const before = { ...nightOf(run), run: 11 };
    const copy = structuredClone(before);
    const cells = copy.cells["sid"]?.["hypervisor-sysfs"]?.["guest"];
    if (cells) cells["xen-pv-dom0"] = "pass";
    const [change] = changesOf(run, await historyOf([copy, nightOf(run)]));
    expect(change?.moved[0]).toContain("the same to the byte");
  });

  test("is another problem where the verdict stayed and the fingerprint did not", async () => {
    const before = { ...nightOf(run), run: 11 };
    const failing = run.cells.find(({ verdict, finding }) => verdict === "fail" && finding);
    if (!failing) throw new Error("the fixture has no failing cell");
    const { head, series, flavour, platform } = failing;
    const copy = structuredClone(before);
    const platforms = copy.problems?.[head]?.[series]?.[flavour];
    if (platforms) platforms[platform] = "panic: another one";
    const [change, ...others] = changesOf(run, await historyOf([copy, nightOf(run)]));
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: "changed",
      cell: { platform },
      problems: {
        before: "panic: another one",
        now: before.problems?.[head]?.[series]?.[flavour]?.[platform],
      },
    });
  });

  test("is nothing where an older night kept no problems", async () => {
    const { problems: _, ...old } = { ...nightOf(run), run: 11 };
    expect(changesOf(run, await historyOf([old, nightOf(run)]))).toEqual([]);
  });

  test("is new where no run had the cell and it does not pass", async () => {
    const changes = changesOf(
      run,
      await historyOf([{ ...nightOf(run), run: 11, cells: {} }, nightOf(run)]),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(Array(5).fill("new"));
  });
});
