// Series that need others, rebased with real git through the plan.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import type { PlannedHead } from "../../model/work/plan.ts";
import type { PatchFile, Prerequisite, Series } from "../../model/described/series.ts";
import { descriptionsWith } from "../../test/description-rig.ts";
import { GitRig, patchFile } from "../../test/git-rig.ts";
import { changed, file, numbered, text } from "../../test/rebase-rig.ts";
import { runOn } from "../../test/store-rig.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { plannedRebases } from "./rebases.ts";
import { prerequisitesOf } from "../read/prerequisites.ts";

const changeId = "20260101-a-0123456789ab";
const both = text(numbered.with(4, "first").with(5, "second"));

/** Series a changes line 5, series b line 6 behind it. */
async function needing(prerequisites: Prerequisite[]) {
  const rig = await GitRig.make();
  const main = await rig.commit({ f: file });
  const a = await rig.commit({ f: changed(5, "first") }, "a", main);
  const b = await rig.commit({ f: both }, "b", a);
  const [ofA, ofB] = [await rig.patches(main, a), await rig.patches(a, b)];
  const mail = ofA.map(({ name, text: was }) =>
    patchFile(name, was.replace("Subject:", "Message-Id: <a@example.org>\nSubject:")),
  );
  const all = await descriptionsWith();
  const series = new Map([
    ["a", seriesOf(all.series.get("s"), { series: "a", "change-id": changeId, patches: mail })],
    ["b", seriesOf(all.series.get("s"), { series: "b", prerequisites, patches: ofB })],
  ]);
  return { rig, main, a, b, all: { ...all, series } };
}

function seriesOf(
  from: Series | undefined,
  own: Partial<Series> & { patches: PatchFile[] },
): Series {
  if (from) return { ...from, ...own };
  throw new Error("the rig has no series");
}

function planned(name: string, tree: SourceTree): PlannedHead {
  return {
    name,
    description: { kind: "tarball", from: "x", sha256: "0".repeat(64), channel: "posting" },
    pin: { kind: "tarball", from: "x", sha256: "0".repeat(64) },
    imported: constantStep(name, tree),
  };
}

type Needing = Awaited<ReturnType<typeof needing>>;

async function rebasedB({ rig, main, all }: Needing, head: SourceTree) {
  const selection = { series: ["b"], heads: ["head"], flavours: [], platforms: [] };
  const request = { all, selection, pins: { heads: new Map() } };
  const [one] = plannedRebases(request, [planned("main", main), planned("head", head)]);
  if (!one) throw new Error("nothing was planned");
  const traces = await runOn(rig.store, [one.rebased]);
  const results = [...one.behind.map((step) => step.rebased), one.rebased].map((step) => {
    const outcome = traces.get(step.id)?.outcome;
    const value =
      outcome && "value" in outcome
        ? (outcome.value as { patches: { result: string }[] })
        : undefined;
    return value?.patches.map(({ result }) => result) ?? outcome?.status;
  });
  const outcome = traces.get(one.rebased.id)?.outcome;
  return { results, tree: outcome?.status === "pass" ? (outcome.value as SourceTree).tree : "" };
}

test.each<[string, Prerequisite]>([
  ["change-id", { "change-id": changeId }],
  ["message-id", { "message-id": "a@example.org" }],
])("a prerequisite named by its %s is applied first", async (_, prerequisite) => {
  const one = await needing([prerequisite]);
  const { results, tree } = await rebasedB(one, one.main);
  expect(results).toEqual([["clean"], ["clean"]]);
  expect(tree).toBe(one.b.tree);
});

test("a prerequisite is known by the patch-id that git gives it", async () => {
  const one = await needing([]);
  const [patch] = one.all.series.get("a")?.patches ?? [];
  const [id = ""] = (await one.rig.run(["patch-id", "--stable"], patch?.text)).split(" ");
  const b = seriesOf(one.all.series.get("b"), { patches: [], prerequisites: [{ "patch-id": id }] });
  expect(prerequisitesOf(b, one.all.series).map(({ series }) => series.series)).toEqual(["a"]);
});

test("a prerequisite that has landed turns itself off", async () => {
  const one = await needing([{ "change-id": changeId }]);
  const head = await one.rig.commit({ f: changed(5, "first"), g: "g\n" });
  const { results } = await rebasedB(one, head);
  expect(results).toEqual([["empty"], ["clean"]]);
});

test("without its prerequisite a series is in conflict", async () => {
  const one = await needing([]);
  expect((await rebasedB(one, one.main)).results).toEqual([["conflict"]]);
});

test("behind a prerequisite that does not apply a series is blocked", async () => {
  const one = await needing([{ "change-id": changeId }]);
  const head = await one.rig.commit({ f: changed(5, "theirs") });
  expect((await rebasedB(one, head)).results).toEqual([["conflict"], "blocked"]);
});
