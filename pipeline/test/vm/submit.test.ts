// The dossiers of this checkout's own series, on a kernel tree and with the evidence of a real run.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeDir } from "../../work/session.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { Git } from "../../tools/git.ts";
import { run } from "../../tools/shell.ts";
import { type CliResult, reported, twinboot } from "./cli-rig.ts";

const sender = "Twinboot maintainers <maintainers@twinboot.example>";
const git = new Git(join(storeDir(), "kept", headsFolder));
let home = "";
let record: RunRecord;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "twinboot-submit-"));
  await writeFile(join(home, ".gitconfig"), "[user]\n\tname = A. Uthor\n\temail = a@example.org\n");
  record = await reported(await twinboot(["run", "--head", "sid", "--series", "all"]));
}, 3_600_000);

afterAll(async () => {
  await rm(home, { recursive: true });
});

describe.each(["hypervisor-sysfs", "paravirt-kunit"])(
  "the dossier of %s",
  { tags: ["vm"] },
  (series) => {
    let dir = "";
    let said: CliResult;
    let letter = "";
    let mails: string[] = [];

    beforeAll(async () => {
      dir = join(home, series);
      // That run alone: the store may hold a nightly one of the same kernel, whose platforms count as well.
      const runs = ["--run", String(record.run)];
      const from = ["--head", "sid", "--from", sender, "--output", dir];
      said = await twinboot(["submit", series, ...runs, ...from]);
      letter = await readFile(join(dir, "0000-cover-letter.patch"), "utf8");
      mails = (await readdir(dir)).filter((name) => name.endsWith(".patch")).toSorted();
    });

    test("can be sent as it is, and names the one kernel on its platforms", () => {
      expect([said.exitCode, said.stderr]).toEqual([0, ""]);
      const cells = record.cells.filter((cell) => cell.series === series);
      expect(letter).toContain(`One kernel, ${cells.length} platforms`);
      expect(letter).toContain(`sha256   ${cells[0]?.kernel ?? "none"}\n`);
      const block = letter.slice(letter.indexOf("\nEvidence\n"));
      expect(Math.max(...block.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(75);
    });

    test("gives the very tree of the rebase, patch by patch", async () => {
      const commits = record.series.find(({ name }) => name === series)?.patches ?? [];
      const head = record.heads.find(({ name }) => name === "sid")?.commit ?? "";
      const index = join(home, `${series}.index`);
      await git.mustCall({ args: ["read-tree", head], index });
      for (const name of mails.slice(1))
        await git.mustCall({ args: ["apply", "--cached", join(dir, name)], index });
      const tree = await git.must("rev-parse", `${commits.at(-1)?.commit ?? ""}^{tree}`);
      expect(await git.mustCall({ args: ["write-tree"], index })).toBe(tree);
    });

    test("goes to those whom the kernel's own MAINTAINERS names", async () => {
      const recipients = await readFile(join(dir, "recipients.txt"), "utf8");
      expect(recipients).toMatch(
        /^To: Juergen Gross <.*>\n +maintainer: XEN HYPERVISOR INTERFACE/m,
      );
      for (const list of [
        "x86@kernel.org",
        "linux-kernel@vger.kernel.org",
        "xen-devel@",
        "virtualization@",
      ])
        expect(recipients).toMatch(new RegExp(`^(?:To|Cc): ${list}`, "m"));
    });

    test("is taken by git send-email and by b4", async () => {
      const env = {
        PATH: "/usr/bin:/bin",
        HOME: home,
        GIT_CONFIG_NOSYSTEM: "1",
        LC_ALL: "C.UTF-8",
      };
      const command = [
        "git",
        "send-email",
        "--dry-run",
        `--from=${sender}`,
        "--smtp-server=/bin/false",
      ];
      const sent = await run([...command, ...mails], { cwd: dir, env });
      expect(sent.log.match(/^Result: OK$/gm)).toHaveLength(mails.length);
      const out = join(home, `${series}-b4`);
      await mkdir(out);
      const taken = await run(
        ["b4", "--offline-mode", "am", "-m", join(dir, "series.mbox"), "-o", out],
        { cwd: home, env },
      );
      expect(taken.log).toContain(`Total patches: ${mails.length - 1}\n`);
      expect(taken.log).not.toContain("ERROR");
    });
  },
);
