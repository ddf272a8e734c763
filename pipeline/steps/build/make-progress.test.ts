// What make prints, in whatever pieces it comes -> how far it is.

import { expect, test } from "vitest";
import type { Advance } from "../../model/work/step.ts";
import { makeProgress } from "./make-progress.ts";

const output = [
  "  SYNC    include/config/auto.conf",
  "  HOSTCC  scripts/kallsyms",
  "  CC      init/main.o",
  "  AS      arch/x86/lib/copy_user_64.o",
  "  AR      init/built-in.a",
  "  CC      arch/x86/kvm/../../../virt/kvm/eventfd.o",
  "  LD      vmlinux.o",
  "",
].join("\n");

function told(pieces: readonly string[], known: number): Advance[] {
  const all: Advance[] = [];
  const progress = makeProgress({ advance: (to) => all.push(to) }, known);
  for (const piece of pieces) progress(piece);
  return all;
}

test("each object of the kernel counts once, in pieces of any length", () => {
  for (const length of [1, 7, 30, 1000]) {
    const pieces = output.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
    expect(told(pieces, 10).at(-1)).toEqual({ done: 3, of: 10, unit: "objects" });
  }
});

test("what was known is never less than what was done", () => {
  expect(told([output], 2)).toEqual([{ done: 3, of: 3, unit: "objects" }]);
});
