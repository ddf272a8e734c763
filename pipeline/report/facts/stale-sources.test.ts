import { describe, expect, test } from "vitest";
import type { Night } from "../../model/record/night.ts";
import { nightOf } from "../../model/record/night-of.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { historyOf } from "./history.ts";
import { staleSourceProblems, staleSources, watched } from "./stale-sources.ts";

const run = runFixture({ run: 300 });
const now = nightOf(run);
const day = 86_400_000;

/** A night `days` before the run. */
function night(days: number, change: Partial<Night> = {}): Night {
  const startedAt = new Date(Date.parse(run.startedAt) - days * day).toISOString();
  return { ...now, run: 300 - days, startedAt, ...change };
}

async function stood(nights: readonly Night[], of: RunRecord = run): Promise<string[]> {
  const history = await historyOf([...nights, nightOf(of)].toSorted((a, b) => a.run - b.run));
  return staleSources(of, history).map(({ words }) => words);
}

const moved = { heads: { ...now.heads, sid: "a".repeat(40), "bookworm-6.12": "b".repeat(40) } };

describe("a standstill", () => {
  test("is told of a moving head after three weeks, with since when and over how many runs", async () => {
    const nights = [night(30, moved), night(21), night(10)];
    const since = new Date(Date.parse(run.startedAt) - 21 * day).toISOString().slice(0, 10);
    expect(await stood(nights)).toEqual([
      `head sid has not moved for 21 days (3 runs, since ${since}): is it still being fetched?`,
    ]);
  });

  test("is none of a head that moved since, nor of one that was looked at for a shorter time", async () => {
    expect(await stood([night(30), night(15, moved), night(1)])).toEqual([]);
    expect(await stood([night(20)])).toEqual([]);
    expect(await stood([])).toEqual([]);
  });

  test("does not end with runs that left the head out", async () => {
    const { sid: _, ...others } = now.heads;
    expect(await stood([night(25), night(5, { heads: others })])).toHaveLength(1);
  });

  test("is an issue that the first run after it has moved may close", async () => {
    const history = await historyOf([night(21), now]);
    const [problem] = staleSourceProblems(run, history);
    expect(problem?.title).toBe("head sid has not moved");
    expect(watched(run, history)).toContain(problem?.id.split(" ").slice(0, 2).join(" "));
  });

  test("is told of Xen and the toolchain after months", async () => {
    const words = await stood([night(239), night(250)].toReversed());
    for (const tool of ["qemu", "compiler", "linker", "xen"])
      expect(words.some((one) => one.startsWith(`${tool} has not moved for 250 days`))).toBe(true);
    expect(words.some((one) => one.startsWith("accelerator"))).toBe(false);
  });
});
