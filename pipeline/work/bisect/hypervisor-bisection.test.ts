// The search among hypervisors that are really fetched and built; only what a boot would say is the test's own.
// @module-tag process

import { beforeAll, expect, test } from "vitest";
import type { HeadPin, SourceTree } from "../../model/described/head.ts";
import type { SourcePin } from "../../model/described/hypervisor.ts";
import type { Trial } from "../../model/search/bisect.ts";
import type { RowUnder, Tried } from "../../plan/bisect/trial-plans.ts";
import { required } from "../../plan/required.ts";
import { selectionOf } from "../../plan/read/selection.ts";
import { bisectText } from "../../report/text/bisect-text.ts";
import { descriptionsWith, host, pins } from "../../test/description-rig.ts";
import { httpServer } from "../../test/git-servers.ts";
import { Served } from "../../test/served-rig.ts";
import { smallXen } from "../../test/small-xen.ts";
import { runOn, temporaryStore } from "../../test/store-rig.ts";
import { hypervisorBisection } from "./hypervisor-bisection.ts";
import type { HypervisorCase } from "./hypervisor-case.ts";

let git: string;
let commits: readonly SourceTree[];

/** Four commits, of which the third and the fourth call themselves 4.24. */
beforeAll(async () => {
  const served = await Served.make();
  let tip: SourceTree | undefined;
  const all: SourceTree[] = [];
  for (const [at, minor] of [23, 23, 24, 24].entries()) {
    const makefile = smallXen["xen/Makefile"].replace("= 23", `= ${minor}`);
    const tree = { ...smallXen, "xen/Makefile": makefile, "xen/common.c": `${at}\n` };
    tip = await served.rig.commit(tree, `change ${at}`, ...(tip ? [tip] : []));
    all.push(tip);
  }
  await served.branch(required(tip, "a commit"));
  [git, commits] = [(await httpServer(served.root)).url(`${served.name}/.git`), all];
});

function atCommit(at: number): SourcePin {
  return { git, ref: "main", commit: required(commits[at], "a commit").commit };
}

const outOfReach = { outOfReach: "no such host", next: "x" };

/** dom0 under each of these. */
async function caseOf(named: Readonly<Record<string, SourcePin>>, from: RowUnder, to: RowUnder) {
  const files = Object.keys(named).map((name) => [
    `hypervisor/${name}/hypervisor.yaml`,
    `hypervisor: ${name}
source: { git: "https://example.org/xen.git", ref: main }
config: ../xen/xen.config
tests: ../xen/tests.list
rows: { platforms: [dom0], lane: nightly }
`,
  ]);
  const all = await descriptionsWith(Object.fromEntries(files));
  const selection = selectionOf(all, { head: ["next"], platform: ["dom0"] });
  const rows = Object.entries(named).map(([hypervisor, pin]) => rowOf(hypervisor, pin));
  const about: HypervisorCase = {
    request: {
      all,
      selection,
      host,
      pins: { ...pins, hypervisors: new Map(Object.entries(named)) },
    },
    series: required(all.series.get("s"), "s"),
    platform: "dom0",
    head: "next",
    pin: pins.heads.get("next") as HeadPin,
    rows,
    from,
    to,
  };
  return about;
}

function rowOf(hypervisor: string, pin: SourcePin): RowUnder {
  return { platform: `dom0-on-${hypervisor}`, hypervisor, pin };
}

async function bisected(about: HypervisorCase, fails: (commit: number) => boolean) {
  const store = await temporaryStore();
  const booted: Tried[] = [];
  const trial = async (tried: Tried): Promise<Trial> => {
    booted.push(tried);
    const pin = tried.row?.pin;
    const at = commits.findIndex((one) => pin && "commit" in pin && one.commit === pin.commit);
    return fails(at)
      ? { verdict: "bad", words: "it panics", evidence: [] }
      : { verdict: "good", words: "it passes", evidence: [] };
  };
  const session = {
    store,
    signal: new AbortController().signal,
    run: async (targets: Parameters<typeof runOn>[1]) => runOn(store, targets),
  };
  const help = { session, runner: { try: trial, now: trial }, onEvent: () => undefined };
  const result = await hypervisorBisection(about, { ...help, tell: () => undefined });
  // Whatever is tried, it is this kernel.
  for (const { head, series, patches } of booted)
    expect([head, series, patches]).toEqual(["next", about.series, undefined]);
  return bisectText(result);
}

test("names the first hypervisor that fails, then the first commit of it, and what it had to leave out", async () => {
  const named = { newest: atCommit(3), old: atCommit(0), lost: outOfReach };
  const about = await caseOf(named, rowOf("old", named.old), rowOf("newest", named.newest));
  const text = await bisected(about, (at) => at >= 2);
  expect(text).toContain("It fails on dom0 under one hypervisor");
  expect(text).toMatch(
    /newest 4\.24-unstable \(main at \w{12}\) is the first that fails on dom0: it panics; old 4\.23/,
  );
  expect(text).toMatch(
    /under newest: commit \w{12} \(change 2\) is the first that fails on dom0: it panics; commit \w{12} \(change 1\): it passes/,
  );
  expect(text).toContain("lost is left out");
});

test("between two commits of one hypervisor it goes along the commits alone", async () => {
  const newest = rowOf("newest", atCommit(3));
  const about = await caseOf({ newest: newest.pin }, rowOf("newest", atCommit(0)), newest);
  const text = await bisected(about, (at) => at >= 1);
  expect(text).toMatch(/commit \w{12} \(change 1\) is the first that fails/);
  expect(text).not.toContain("4.24");
});

test("says that nothing is to be searched where it passes now, or failed before", async () => {
  const named = { newest: atCommit(3), old: atCommit(0) };
  const about = await caseOf(named, rowOf("old", named.old), rowOf("newest", named.newest));
  expect(await bisected(about, (at) => at >= 4)).toContain("there is nothing to search for");
  expect(await bisected(about, (at) => at >= 0)).toContain("the cause is older");
});

test("says so where the one that fails does not descend from the one that passes", async () => {
  const named = { newest: atCommit(3), old: atCommit(0) };
  const about = await caseOf(named, rowOf("newest", named.newest), rowOf("old", named.old));
  const text = await bisected(about, (at) => at < 2);
  expect(text).toMatch(/old 4\.23\S* .* is the first that fails/);
  expect(text).toContain("There are no commits to search: dom0-on-old, old at");
});
