// A dossier by the real program on real git: a head that others can fetch, a series that needs another one, two versions.
// @module-tag process

import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readSealed, sealed } from "../../engine/sealed-json.ts";
import { digestOf } from "../../model/digest.ts";
import { patchesDigest } from "../../model/described/patches-digest.ts";
import { type RunRecord, runRecordSchema } from "../../model/record/run-record.ts";
import { GitRig } from "../../test/git-rig.ts";
import { Installation } from "../../test/installation-rig.ts";
import { file, numbered, text } from "../../test/rebase-rig.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { Runs } from "../../work/runs.ts";

/** Each call of the program checks the whole installation first. */
const slow = { tags: ["vm"] };
const from = ["--from", "A. Uthor <a@example.org>"];
const signed = "\n\nSigned-off-by: A. Uthor <a@example.org>\n";
const makefile = "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION =\n";

type Setup = { here: Installation; rig: GitRig; base: string; theirs: string; tree: string };

/** Series `p` changes line 9, `s` needs it and changes line 29. */
async function installed(): Promise<Setup> {
  const rig = await GitRig.make();
  const base = await rig.commit({ Makefile: makefile, "lib/f.c": file });
  const [nine, both] = [numbered.with(8, "p"), numbered.with(8, "p").with(28, "s")];
  const files = (lines: readonly string[]) => ({ Makefile: makefile, "lib/f.c": text(lines) });
  const p = await rig.commit(files(nine), `lib: p${signed}`, base);
  const s = await rig.commit(files(both), `lib: s${signed}`, p);
  await rig.branch("main", base);
  const [theirs] = await rig.patches(base, p, "--full-index");
  const [ours] = await rig.patches(p, s, "--full-index");
  const here = await Installation.make({
    "twinboot.yaml": `heads:\n  main: { kind: git, url: "file://${rig.dir}", ref: main, channel: posting }\ndefault: { heads: [main], flavours: [guest], lane: every-run }\naccelerator: tcg\n`,
    "patches/p/series.yaml": `${description("p")}change-id: 20261121-p-0123456789ab\n`,
    "patches/p/series": "one.patch\n",
    "patches/p/one.patch": theirs?.text ?? "",
    "patches/s/series.yaml": `${description("s")}change-id: 20261121-s-0123456789ab\nprerequisites: [{ change-id: 20261121-p-0123456789ab }]\n`,
    "patches/s/one.patch": ours?.text ?? "",
    "patches/s/cover.md": "# lib: what it does\n\nWhy.\n",
  });
  return { here, rig, base: base.commit, theirs: theirs?.text ?? "", tree: s.tree };
}

function description(series: string): string {
  return `series: ${series}\ntitle: T\nlicense: GPL-2.0\nbase: main\n`;
}

describe("twinboot submit", slow, () => {
  let setup: Setup;
  let letter = "";
  const dir = (): string => join(setup.here.root, "reports/submit/s/v1");

  beforeAll(async () => {
    setup = await installed();
    const said = await setup.here.twinboot("submit", "s", "--untested", ...from);
    expect(said.stderr).toBe("");
    expect(said.exitCode).toBe(0);
    letter = await readFile(join(dir(), "0000-cover-letter.patch"), "utf8");
  });

  test("names the base and what lies between, as git format-patch --base does", async () => {
    const { rig, base } = setup;
    await rig.run(["checkout", "-q", "--detach", base]);
    await rig.run(["am", "-q", join(setup.here.root, "patches/p/one.patch")]);
    await rig.run(["am", "-q", join(dir(), "0001-lib-s.patch")]);
    expect(await rig.run(["rev-parse", "HEAD^{tree}"])).toBe(setup.tree);
    const byGit = await rig.run(["format-patch", "--stdout", `--base=${base}`, "HEAD~1"]);
    const lines = /^base-commit: .*\nprerequisite-patch-id: .*$/m.exec(byGit)?.[0] ?? "none";
    expect(letter).toContain(`\n${lines}\nchange-id: 20261121-s-0123456789ab\n`);
  });

  test("says in the letter that nothing was tested, where that was asked for", () => {
    expect(letter).toContain("None: no kernel with this series was built or booted");
    expect(letter).toContain("A. Uthor (1):\n  lib: s\n\n lib/f.c | 2 +-\n");
  });

  test("asks for a name, and for the sender's own signature", async () => {
    const { here } = setup;
    const nobody = await here.twinboot("submit", "s", "--untested", "--from", "evil\nBcc: <b@c.d>");
    expect([nobody.exitCode, nobody.stderr]).toEqual([2, expect.stringContaining("--from")]);
    const output = ["--output", join(here.root, "other")];
    const other = await here.twinboot(
      "submit",
      "s",
      "--untested",
      "--from",
      "O. Ther <o@example.org>",
      ...output,
    );
    expect(other.exitCode).toBe(1);
    expect(other.stdout).toContain(
      "before it is sent: the Signed-off-by of O. Ther <o@example.org> must come last in: one.patch (the last is of A. Uthor <a@example.org>)",
    );
    const recipients = await readFile(join(here.root, "other/recipients.txt"), "utf8");
    expect(recipients).toContain("Not to be sent yet:");
  });

  test("takes evidence of the series as it is, and of nothing else", async () => {
    const { here } = setup;
    const none = await here.twinboot("submit", "s", ...from);
    expect([none.exitCode, none.stderr]).toEqual([1, expect.stringContaining("was not booted")]);
    const record = await asBooted(here, "s");
    const fresh = await here.twinboot("submit", "s", ...from);
    expect([fresh.exitCode, fresh.stderr]).toEqual([0, ""]);
    expect(fresh.stdout).toContain(`evidence of run ${record.run}`);
    expect(await readdir(join(dir(), "evidence"))).toEqual(["cells.txt", "run.json"]);
    const path = join(here.root, "patches/s/one.patch");
    const patch = await readFile(path, "utf8");
    await writeFile(path, patch.replace("\n---\n", "\n---\nA note.\n"));
    const before = await readFile(join(dir(), "0000-cover-letter.patch"), "utf8");
    const stale = await here.twinboot("submit", "s", ...from);
    expect(stale.exitCode).toBe(1);
    expect(stale.stderr).toContain(`run ${record.run} is stale: it saw other patches`);
    expect(stale.stderr).toContain("next: ./twinboot run --series s --head main");
    expect(await readFile(join(dir(), "0000-cover-letter.patch"), "utf8")).toBe(before);
    await writeFile(path, patch);
  });

  test("carries the checklist, and nothing that was checked of other patches", async () => {
    const { here } = setup;
    const patch = await readFile(join(here.root, "patches/s/one.patch"), "latin1");
    const check = {
      check: "checkpatch",
      rule: "Patches pass checkpatch.",
      source: "submitting-patches.rst",
      outcome: "failed",
      words: "one line is too long",
      details: [],
      series: patchesDigest([{ digest: digestOf(patch) }]),
    } as const;
    const runs = new Runs(here.store);
    await runs.keepChecks(await runs.next(), { series: "s", head: "main", checks: [check] });
    const said = await here.twinboot("submit", "s", ...from);
    expect([said.exitCode, said.stderr]).toEqual([1, ""]);
    expect(said.stdout).toContain("before it is sent: checkpatch: one line is too long");
    const readiness = await readFile(join(dir(), "readiness.txt"), "utf8");
    expect(readiness).toContain("checkpatch: FAILED\n    one line is too long\n");
    const older = { ...check, series: digestOf("older") };
    await runs.keepChecks(await runs.next(), { series: "s", head: "main", checks: [older] });
    const stale = await here.twinboot("submit", "s", ...from);
    expect([stale.exitCode, stale.stdout]).toEqual([1, ""]);
    expect(stale.stderr).toContain("checkpatch: it looked at other patches");
    expect(stale.stderr).toContain("next: ./twinboot check s --head main");
  });

  test("makes the next version of what was posted, with what changed since", async () => {
    const { here } = setup;
    await mkdir(join(here.root, "patches/s/posted"));
    await cp(join(dir(), "series.mbox"), join(here.root, "patches/s/posted/v1.mbox"));
    const path = join(here.root, "patches/s/one.patch");
    const patch = await readFile(path, "utf8");
    await writeFile(path, patch.replace("\n+s\n", "\n+S\n"));
    const said = await here.twinboot("submit", "s", "--untested", ...from);
    expect([said.exitCode, said.stderr]).toEqual([0, ""]);
    expect(said.stdout).toContain("note: there is no link to v1");
    const second = join(here.root, "reports/submit/s/v2");
    const next = await readFile(join(second, "v2-0000-cover-letter.patch"), "utf8");
    expect(next).toContain("Subject: [PATCH v2 0/1] lib: what it does\n");
    expect(next).toContain("Changes in v2:\n- 1: lib: s: changed in lib/f.c\n");
    expect(next).toContain("Range-diff against v1:\n1:  ");
    const again = await here.twinboot("submit", "s", "--untested", "--reroll", "1", ...from);
    expect(again.stderr).toContain("posted already has v1");
  });

  test("tells of a series that does not apply, and writes nothing", async () => {
    const { here } = setup;
    const path = join(here.root, "patches/s/one.patch");
    const patch = await readFile(path, "utf8");
    await writeFile(path, patch.replace("\n-line 29\n", "\n-line XX\n"));
    const said = await here.twinboot("submit", "s", "--untested", ...from);
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toContain("one.patch does not apply on main");
    expect(said.stderr).toContain("next: ./twinboot rebase --series s --head main");
    await writeFile(path, patch);
  });
});

/** The record of a rebase by the program, with cells as a run of the same plan would add them. */
async function asBooted(here: Installation, series: string): Promise<RunRecord> {
  await here.twinboot("rebase", "--series", series);
  const runs = join(here.store, "runs");
  const numbers = (await readdir(runs)).map(Number).toSorted((a, b) => b - a);
  const path = join(runs, String(numbers[0]), "run.json");
  const record = (await readSealed(path, runRecordSchema)).value;
  const [cell] = runFixture().cells;
  if (!cell || !record) throw new Error("the fixture lost its cells, or the run its record");
  const booted = { ...record, cells: [{ ...cell, series, head: "main" }] };
  await writeFile(path, sealed(booted));
  return booted;
}
