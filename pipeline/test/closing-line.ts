// The last line of a test run: `N passed, N failed`, which is what CI reads.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Files that hold a test that was skipped: a second run needs no other. */
  readonly left: readonly string[];
};

export class ClosingLine implements Reporter {
  /** Counts what the modules hold; what did not load, and an error that no test caught, counts as failed. */
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((one) => [...one.children.allTests()]);
    const of = (state: string): number =>
      tests.filter((one) => one.result().state === state).length;
    const broken = modules.filter((one) => one.errors().length > 0).length;
    const { passed, failed, skipped } = withEarlier({
      passed: of("passed"),
      failed: of("failed") + broken + unhandled.length,
      skipped: of("skipped"),
      left: modules.filter(holdsSkipped).map(({ moduleId }) => moduleId),
    });
    const line = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
    // The default reporter writes its summary in the same event: ours must come after it.
    process.on("exit", () => process.stdout.write(`${line}\n`));
  }
}

function holdsSkipped({ children }: TestModule): boolean {
  return children.allTests("skipped").next().done === false;
}

/**
 * ./twinboot test runs vitest once for each set of tests, and the last line counts all of them. A test that another run
 * does is skipped in this one: only what none did was.
 */
function withEarlier(own: Counts): Counts {
  const path = process.env["TWINBOOT_TEST_COUNTS"];
  if (path === undefined) return own;
  const earlier = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Counts) : undefined;
  const all = earlier ? both(own, earlier) : own;
  writeFileSync(path, JSON.stringify(all));
  return all;
}

function both(own: Counts, earlier: Counts): Counts {
  const passed = own.passed + earlier.passed;
  const failed = own.failed + earlier.failed;
  const skipped = Math.max(0, earlier.skipped - own.passed - own.failed);
  return { passed, failed, skipped, left: own.left };
}
