// What cannot be bisected is said before anything is looked at.

import { expect, test } from "vitest";
import { Installation } from "../../test/installation-rig.ts";

const installation = await Installation.make({});

// prettier-ignore
test.each([
  [["s"], /which series, on which platform/],
  [["--platform", "bare"], /which series, on which platform/],
  [["s", "--platform", "bare,dom0"], /which series, on which platform/],
  [["s", "t", "--platform", "bare"], /which series, on which platform/],
  [["t", "--platform", "bare"], /there is no series t|there is no such series/],
  [["s", "--platform", "none"], /there is no such platform/],
  [["s", "--platform", "bare", "--head", "main,next"], /on which of main, next/],
  [["s", "--platform", "bare", "--from-head", "v1"], /neither a head in twinboot.yaml nor a commit of main/],
  [["s", "--platform", "bare", "--head", "next", "--from-head", "0123abc"], /neither a head in twinboot.yaml nor a commit of next/],
])("%j", async (args, words) => {
  const { exitCode, stderr } = await installation.twinboot("bisect", ...args);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(stderr).toContain("next: ");
});
