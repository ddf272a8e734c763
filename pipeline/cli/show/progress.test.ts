// What is shown of a run while it is in progress.

import { describe, expect, test } from "vitest";
import { work } from "../../test/step-rig.ts";
import { Progress } from "./progress.ts";
import { stillRunning } from "./words.ts";

const kernel = work("build-kernel", {}, undefined, { pool: "machine" });
const boot = work("boot", {}, undefined, { pool: "vm" });

describe("a running step", () => {
  test("is shown with how far it is, before anything that it said", () => {
    const progress = new Progress();
    progress.onEvent({ type: "started", step: kernel });
    progress.onEvent({ type: "said", step: kernel, line: "objects of the unpatched head" });
    const saying = progress.running(Date.now());
    expect(saying).toMatchObject([
      { label: "build-kernel x", said: "objects of the unpatched head" },
    ]);
    const to = { done: 640, of: 1290, unit: "objects" };
    progress.onEvent({ type: "advanced", step: kernel, to });
    expect(progress.running(Date.now())[0]?.said).toBe("640 of about 1290 objects");
  });

  test("is none any more once it has ended", () => {
    const progress = new Progress();
    progress.onEvent({ type: "started", step: boot });
    const trace = { outcome: { status: "pass", value: null } } as never;
    progress.onEvent({ type: "ended", step: boot, trace, reused: false });
    expect(progress.running(Date.now())).toEqual([]);
  });
});

describe("after a minute of silence one line", () => {
  const running = [
    { label: "boot x", forMs: 3000, said: "" },
    { label: "build-kernel x", forMs: 180_000, said: "640 of about 1290 objects" },
  ];

  test("names the step that has run longest, and counts the others", () => {
    expect(stillRunning(running, 301_000)).toBe(
      "  build-kernel x: 3 min 00 s, 640 of about 1290 objects; +1 more step; about 6 min left",
    );
  });

  test("says no more than is known", () => {
    expect(stillRunning(running.slice(0, 1), undefined)).toBe("  boot x: 3.0 s");
    expect(stillRunning([], 5000)).toBeUndefined();
  });
});
