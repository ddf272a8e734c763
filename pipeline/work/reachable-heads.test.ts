// A set of heads whose server cannot be reached, beside one that stands in for it.
// @module-tag process

import { afterEach, expect, test, vi } from "vitest";
import type { Descriptions } from "../model/described/descriptions.ts";
import { GitRig } from "../test/git-rig.ts";
import { withReachableHeads } from "./reachable-heads.ts";

const archive = {
  kind: "tarball",
  from: "a.tar",
  sha256: "0".repeat(64),
  channel: "posting",
} as const;

function described(url: string): Pick<Descriptions, "installation"> {
  const tree = { kind: "git", url, ref: "main", channel: "warning" } as const;
  return {
    installation: {
      heads: { old: archive, mainline: tree, next: tree, other: archive },
      sets: {
        debian: { heads: ["old"] },
        upstream: { heads: ["mainline", "next"], otherwise: "debian" },
      },
      default: { heads: ["upstream"], flavours: ["guest"], lane: "every-run" },
      certify: [],
      accelerator: "tcg",
    },
  };
}

const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
afterEach(() => said.mockClear());
const nowhere = described("file:///nonexistent/linux.git");

test("a set out of reach is replaced by the one that stands in for it, and one line says so and why", async () => {
  expect(await withReachableHeads(nowhere, {})).toEqual({ head: ["old"] });
  expect(said).toHaveBeenCalledTimes(1);
  expect(said.mock.calls[0]?.[0]).toMatch(
    /^twinboot: upstream is out of reach \(.*nonexistent.*\): debian is taken instead\n$/,
  );
});

test("of all heads only that set's are left out", async () => {
  const all = await withReachableHeads(nowhere, { head: ["all"], series: ["s"] });
  expect(all).toEqual({ head: ["old", "other"], series: ["s"] });
});

test("a head that is asked for by its own name stays", async () => {
  expect(await withReachableHeads(nowhere, { head: ["next", "old"] })).toEqual({
    head: ["next", "old"],
  });
  expect(said).not.toHaveBeenCalled();
});

test("a set whose server answers is taken, and nothing is said", async () => {
  const rig = await GitRig.make();
  const there = described(`file://${rig.git.dir}`);
  expect(await withReachableHeads(there, {})).toEqual({ head: ["upstream"] });
  expect(said).not.toHaveBeenCalled();
});
