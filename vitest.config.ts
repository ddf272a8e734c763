import { defineConfig } from "vitest/config";
import { ClosingLine } from "./pipeline/test/closing-line.ts";

/** Where what boots and builds is left out, the rest has nothing to share but the CPUs. */
const withoutMachines = process.argv.some((one) => /^--tags-filter=.*!vm\b/.test(one));

export default defineConfig({
  test: {
    include: ["pipeline/**/*.test.ts"],
    tags: [
      {
        name: "process",
        description: "starts programs: git, make, the sandbox, a shell, twinboot itself",
      },
      {
        name: "vm",
        description:
          "takes seconds: real kernels, QEMU, builds in the sandbox, a browser, a network",
        timeout: 3_600_000,
      },
      { name: "nightly", description: "boots for minutes what was broken on purpose" },
    ],
    setupFiles: ["pipeline/test/each-file.ts"],
    // Two cores: a kernel build owns them, so the tests that build and boot run one after the other.
    fileParallelism: withoutMachines,
    ...(withoutMachines ? { maxWorkers: 2 } : {}),
    // Files of the other tests share a worker's modules: loading them anew is a third of the time.
    isolate: !withoutMachines,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", new ClosingLine()],
  },
});
