// What ./twinboot bench says before it starts.

import { expect, test } from "vitest";
import { benchPlanOf } from "../plan/matrix/bench.ts";
import { selectionOf } from "../plan/read/selection.ts";
import { benchAhead } from "../report/facts/bench-ahead.ts";
import { descriptionsWith, edited, host, patchText, pins } from "./description-rig.ts";

const all = await descriptionsWith({
  ...edited(
    "twinboot.yaml",
    "accelerator: tcg",
    "bench: { platforms: [bare, dom0], native: plain }\naccelerator: tcg",
  ),
  "images/flavours/plain.yaml":
    "flavour: plain\narch: x86_64\nbase: tinyconfig\nfragments: [guest.config]\n",
  "patches/s/series": "one.patch\ntwo.patch\n",
  "patches/s/two.patch": patchText,
});

function bench(ledger: boolean) {
  const selection = selectionOf(all, { platform: ["bare", "dom0"] });
  return benchPlanOf({ all, selection, pins, host }, { ledger, where: false });
}

test("names each kernel, why it is built, and which of them are there", () => {
  const plan = bench(false);
  const first = plan.sizes[0]?.kernel.id;
  const text = benchAhead(plan, { isStored: ({ id }) => id === first, native: "plain" });
  expect(text.split("\n")).toEqual([
    "counts instructions on bare, dom0",
    "  in the store  main base guest: the unpatched head, to compare with",
    "  to build      main s guest: with s, for what the series costs",
    "  to build      main base plain: without PARAVIRT, for what paravirt itself costs",
    "10 boots, 10 of them to do; each kernel is counted twice on each platform",
  ]);
});

test("what is there already is not to do", () => {
  const text = benchAhead(bench(false), { isStored: () => true, native: "plain" });
  expect(text).not.toContain("to build");
  expect(text).toContain("10 boots, 0 of them to do");
});

test("with --ledger the kernels after each patch are named", () => {
  const text = benchAhead(bench(true), { isStored: () => false, native: "plain" });
  expect(text).toMatch(
    /to build {6}main s:1 guest: with 1 patch of s, for what each patch costs \(--ledger\)/,
  );
});
