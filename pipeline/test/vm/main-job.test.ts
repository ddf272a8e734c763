import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { unmetNeed } from "../../model/described/needs.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { checkout, type CliResult, reported, twinboot } from "./cli-rig.ts";

const descriptions = readDescriptions(checkout);
/** Those that a run without filters takes. */
const platforms = [...descriptions.platforms.values()].filter(({ lane }) => lane === "every-run");

describe("./twinboot run", { tags: ["vm"] }, () => {
  let run: CliResult;
  let record: RunRecord;

  beforeAll(async () => {
    run = await twinboot(["run", "--verbose"]);
    record = await reported(run);
  }, 3_600_000);

  it("passes every cell, with and without the series, but those that this QEMU is known not to boot", () => {
    expect(run.stderr + run.stdout).not.toContain("INFRASTRUCTURE");
    const verdicts = record.cells.map(({ series, platform, verdict, finding }) =>
      [series, platform, verdict, finding?.summary].join(" ").trim(),
    );
    const rows = platforms.map((platform) => {
      // The QEMU of a hosted guest is the one of its host's image.
      const hosted = platform.entry === "hosted";
      const unmet = hosted ? undefined : unmetNeed(platform, { qemu: record.host.qemu });
      return `${platform.platform} ${unmet ? `skip ${unmet}` : "pass"}`;
    });
    const expected = ["base", ...descriptions.series.keys()].flatMap((series) =>
      rows.map((row) => `${series} ${row}`),
    );
    expect(verdicts.toSorted()).toEqual(expected.toSorted());
    expect(run.exitCode).toBe(0);
  });

  it("boots one kernel digest on all platforms, and every guest reads its build-id back", () => {
    for (const kernel of record.kernels) {
      const cells = bootedIn(record).filter(({ series }) => series === kernel.series);
      expect(new Set(cells.map((cell) => cell.kernel))).toEqual(new Set([kernel.digest]));
      const ids = cells.map((cell) => cell.evidence.facts?.["kernel.buildId"]);
      expect(ids).toEqual(cells.map(() => kernel.buildId));
    }
    expect(new Set(record.kernels.map(({ digest }) => digest)).size).toBe(
      1 + descriptions.series.size,
    );
  });

  it("runs the tests of every guest and the KUnit suites of its series, and of no other", () => {
    for (const { series, platform, evidence } of bootedIn(record)) {
      const results = new Map(evidence.tests?.map(({ name, result }) => [name, result]));
      for (const name of ["processes", "memory", "timers", "files", "signal", "time"])
        expect(results.get(name)).toBe("pass");
      const { kunit = [], skips = {} } = descriptions.series.get(series) ?? {};
      const told = kunit.map((suite) => [
        `kunit.${suite}`,
        skips[platform]?.[suite] ? "skip" : "pass",
      ]);
      const seen = [...results].filter(([name]) => name.startsWith("kunit."));
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(told));
    }
  });

  it("ends with the matrix and the report's place", () => {
    const lines = run.stdout.trimEnd().split("\n");
    expect(lines.at(-1)).toBe("report: reports/latest/index.html");
    expect(run.stdout).toMatch(/^ +bare-q35 +pass/m);
  });

  it("does nothing twice: the second run builds nothing, boots nothing and names the run it reuses", async () => {
    const again = await twinboot(["run"]);
    const second = await reported(again);
    expect(again.exitCode).toBe(0);
    const made = second.traces.filter(({ reused }) => !reused).map(({ kind }) => kind);
    const looking = /^(?:constant|prove-accelerator|refresh-suite|resolve-.*)$/;
    expect(made.filter((kind) => !looking.test(kind))).toEqual([]);
    const reused = bootedIn(second).map((cell) => cell.reused && cell.bootedIn !== second.run);
    expect(reused).toEqual(bootedIn(record).map(() => true));
    expect(again.stdout).toMatch(/^All \d+ boots are reused, /m);
  });

  it("boots again with --fresh, and only that", async () => {
    const again = await twinboot([
      "run",
      "--fresh",
      "--series",
      "hypervisor-sysfs",
      "--platform",
      "bare-q35,bare-microvm",
    ]);
    const fresh = await reported(again);
    expect(fresh.cells.map(({ reused, verdict }) => `${reused} ${verdict}`)).toEqual(
      Array(4).fill("false pass"),
    );
    expect(fresh.traces.some(({ kind, reused }) => kind === "build-kernel" && !reused)).toBe(false);
  });

  it("prints the exact make and qemu lines with --dry-run, and runs none", async () => {
    const dry = await twinboot(["run", "--dry-run"]);
    expect(dry.stdout).toMatch(/bwrap .* make -C \/tmp\/linux O=\/tmp\/objects -j\d+ .* bzImage$/m);
    expect(dry.stdout).toMatch(
      /^qemu-system-x86_64 .*-accel tcg -machine q35 -cpu max,-hypervisor .*-kernel \S+/m,
    );
    expect(dry.exitCode).toBe(0);
  });

  it("renders an old run again, the same", async () => {
    const first = await twinboot(["report", String(record.run), "--format", "md"]);
    expect(first.stdout).toBe(
      await readFile(join(checkout, `reports/runs/${record.run}/report.md`), "utf8"),
    );
  });
});

function bootedIn({ cells }: RunRecord): RunRecord["cells"] {
  return cells.filter(({ verdict }) => verdict !== "skip");
}
