// What cannot be bisected is said before anything is looked at.
// @module-tag process

import { beforeAll, expect, test } from "vitest";
import { Installation } from "../../test/installation-rig.ts";

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make({});
});

// prettier-ignore
test.each([
  [["s", "--platform", "bare,dom0"], /--platform takes one PLATFORM, not bare,dom0/],
  [["t", "--platform", "bare"], /unknown series t \(available: s\)/],
  [["s", "--platform", "none"], /unknown platform none \(available: /],
  [["s", "--platform", "bare", "--from-hypervisor", "xen"], /bare runs under no hypervisor/],
  [["s", "--platform", "dom0", "--from-hypervisor", "xen"], /unknown hypervisor xen \(there is none\)/],
  [["s", "--platform", "dom0", "--from-hypervisor", "xen", "--from-head", "next"], /exclude each other/],
  [["s", "--platform", "bare", "--from-head", "v1"], /neither a head in twinboot.yaml nor a commit of main/],
  [["s", "--platform", "bare", "--head", "next", "--from-head", "0123abc"], /neither a head in twinboot.yaml nor a commit of next/],
])("%j", async (args, words) => {
  const { exitCode, stderr } = await installation.twinboot("bisect", ...args);
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(stderr).toContain("next: ");
});
