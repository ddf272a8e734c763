import { defineConfig } from "vitest/config";
import { ClosingLine } from "./pipeline/test/closing-line.ts";

export default defineConfig({
  test: {
    include: ["pipeline/**/*.test.ts"],
    tags: [
      { name: "vm", description: "builds real kernels, boots real QEMU, or drives a real browser", timeout: 3_600_000 },
      { name: "nightly", description: "boots for minutes what was broken on purpose" },
    ],
    // Two cores: a kernel build owns them, so the tests that build and boot run one after the other.
    fileParallelism: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ["default", new ClosingLine()],
  },
});
