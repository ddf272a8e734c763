import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exactMetrics } from "../../test/metrics-fixture.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { parseCommandLine } from "../parse-command-line.ts";
import { compare as usage } from "../usage/compare.ts";
import { Runs } from "../../work/runs.ts";
import { compareCommand } from "./compare.ts";

let store = "";

/** Its exit code and what it printed, on a store of two runs: the second has one instruction more in one count. */
async function compare(...argv: string[]): Promise<{ code: number; text: string }> {
  const given = parseCommandLine(usage, argv) as Parameters<typeof compareCommand>[0];
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    return { code: await compareCommand(given), text: written.join("") };
  } finally {
    write.mockRestore();
  }
}

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "twinboot-compare-"));
  vi.stubEnv("TWINBOOT_STORE", store);
  const runs = new Runs(store);
  const [metrics, later] = [exactMetrics(), exactMetrics()];
  const one = later.find(({ workload }) => workload === "futex/wake");
  if (!one) throw new Error("the fixture lost its workload");
  one.values = one.values.map((count) => count + 1);
  await runs.finish(runFixture({ run: await runs.next(), metrics }));
  await runs.finish(runFixture({ run: await runs.next(), metrics: later }));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(store, { recursive: true });
});

describe("twinboot compare", () => {
  test("finds one instruction between two runs, and ends with 1", async () => {
    const { code, text } = await compare("1", "2");
    expect(code).toBe(1);
    expect(text).toContain("Exact counts that changed: 1");
    expect(text).toMatch(/futex\/wake .* \+1 /u);
  });

  test("of a run with itself ends with 0", async () => {
    expect((await compare("2", "2")).code).toBe(0);
  });

  test("takes another head of the newest run that has it", async () => {
    const { text } = await compare("--against", "bookworm-6.12", "--head", "sid");
    expect(text).toContain("run 2, bookworm-6.12 -> run 2, sid");
  });

  test.each([
    [["1"], "needs two runs"],
    [["1", "two"], "RUN two: not a positive whole number"],
    [["1", "9"], "no finished run 9"],
    [["--against", "mars", "--head", "sid"], "no stored run has the head mars"],
    [["1", "2", "--only", "worse"], "unknown value for --only: worse"],
  ])("%j is refused with words", async (argv, words) => {
    await expect(compare(...argv)).rejects.toThrow(words);
  });
});
