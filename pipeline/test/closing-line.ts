// The last line of a test run: `N passed, N failed`, which is what CI reads.

import type { Reporter, TestModule } from "vitest/node";

export class ClosingLine implements Reporter {
  /** Counts what the modules hold; what did not load, and an error that no test caught, counts as failed. */
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((one) => [...one.children.allTests()]);
    const of = (state: string): number =>
      tests.filter((one) => one.result().state === state).length;
    const broken = modules.filter((one) => one.errors().length > 0).length;
    const skipped = of("skipped");
    const line = `${of("passed")} passed, ${of("failed") + broken + unhandled.length} failed${skipped ? `, ${skipped} skipped` : ""}`;
    // The default reporter writes its summary in the same event: ours must come after it.
    process.on("exit", () => process.stdout.write(`${line}\n`));
  }
}
