// @module-tag process

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type MadeDossier, dossierWith, mailsIn } from "../test/dossier-rig.ts";
import { evidenceFixture } from "../test/evidence-rig.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { GitRig } from "../test/git-rig.ts";
import { changed, file } from "../test/rebase-rig.ts";
import { run } from "../tools/shell.ts";
import { type Dossier, dossierFiles } from "./dossier.ts";
import { writeDossier } from "./write-dossier.ts";

type Made = MadeDossier & {
  readonly rig: GitRig;
  readonly head: Parameters<typeof dossierWith>[2];
};

/** Two patches; the second one's author, subject and words are not ASCII, and its words look like headers. */
async function made(change: Partial<Dossier> = {}): Promise<Made> {
  const rig = await GitRig.make();
  const head = await rig.commit({ "f.c": file });
  const one = await rig.commit({ "f.c": changed(9, "mine") }, "x: one\n\nWhy.\n", head);
  const jürgen = { name: "Jürgen Groß", email: "j@example.org", date: "1700000000 +0100" };
  const words = "x: größer, länger\n\nFrom: Eve <e@example.org>\n\nFrom here on.\nWeiß.\n";
  const two = await rig.commit({ "f.c": changed(9, "größer") }, words, one, jürgen);
  const patches = await rig.patches(head, two, "--full-index");
  return { rig, head, ...(await dossierWith(rig, patches, head, change)) };
}

async function written(dossier: Dossier) {
  const dir = join(await temporaryFolder(), "v1");
  const files = dossierFiles(dossier);
  await writeDossier(dir, files);
  return { dir, files, mails: mailsIn(files, dir) };
}

async function applied({ rig, head }: Made, args: readonly string[]) {
  await rig.run(["checkout", "-q", "--force", "--detach", head.commit]);
  await rig.run(["am", "-q", ...args]);
  return {
    tree: await rig.run(["rev-parse", "HEAD^{tree}"]),
    log: await rig.run(["log", "--format=%an %ae %s%n%b", `${head.commit}..`]),
  };
}

describe("the mails of a dossier", () => {
  test("git am makes the very tree of the rebase of the folder's patches", async () => {
    const here = await made();
    const { mails } = await written(here.dossier);
    expect(mails.map((path) => path.split("/").at(-1))).toEqual([
      "0000-cover-letter.patch",
      "0001-x-one.patch",
      "0002-x-gr-er-l-nger.patch",
    ]);
    const { tree, log } = await applied(here, mails.slice(1));
    expect(tree).toBe(here.rebased.tree);
    expect(log).toContain("Jürgen Groß j@example.org x: größer, länger\nFrom: Eve <e@example.org>");
  });

  test("git am makes it of the mbox too, and drops the letter, whatever stands in it", async () => {
    const body =
      "diff --git a/f.c b/f.c\n---\n--- a/f.c\nIndex: f.c\nFrom us, with care.\n-- \nend";
    const here = await made({
      cover: { subject: "x", body },
      evidence: evidenceFixture(),
    });
    const { dir } = await written(here.dossier);
    const { tree, log } = await applied(here, ["--empty=drop", join(dir, "series.mbox")]);
    expect(tree).toBe(here.rebased.tree);
    expect(log.split("\n").filter((line) => line.includes("x:"))).toHaveLength(2);
  });

  test("a next version says so in subjects and names, and what changed since", async () => {
    const rangeDiff = [
      "1:  aaaaaaa = 1:  bbbbbbb x: one",
      "2:  ccccccc ! 2:  ddddddd x: two",
      "    @@ Commit message",
      "    +    More.",
    ];
    const before = { version: 2, link: "https://lore.kernel.org/r/1@example.org", rangeDiff };
    const { dossier } = await made({ version: 3, before });
    const files = dossierFiles(dossier);
    const letter = files.get("v3-0000-cover-letter.patch") ?? "";
    expect(letter).toContain("Subject: [PATCH v3 0/2] x: a series\n");
    expect(letter).toContain(
      "Changes in v3:\n- 1: x: one: unchanged\n- 2: x: two: changed in commit message\n- Link to v2: https://lore.kernel.org/r/1@example.org\n",
    );
    expect(letter).toContain("Range-diff against v2:\n1:  aaaaaaa = 1:");
    expect(files.get("range-diff.txt")).toBe(`${rangeDiff.join("\n")}\n`);
    expect(files.get("v3-0001-x-one.patch")).toContain("Subject: [PATCH v3 1/2] x: one\n");
  });

  test("are sent by nobody: the line to type is withheld while something is open", async () => {
    const { dossier } = await made();
    expect(dossierFiles(dossier).get("recipients.txt")).toContain("git send-email *.patch");
    const open = ["the Signed-off-by of A is missing"];
    const text = dossierFiles({ ...dossier, open }).get("recipients.txt") ?? "";
    expect(text).toContain("Not to be sent yet:\n\n- the Signed-off-by of A is missing\n");
    expect(text).not.toContain("send-email");
  });

  test("without evidence the letter says that nothing was tested", async () => {
    const letter = dossierFiles((await made()).dossier).get("0000-cover-letter.patch") ?? "";
    expect(letter).toContain("None: no kernel with this series was built or booted");
  });

  test("hold what the patches hold: no tag is added, none is lost", async () => {
    const { dossier } = await made({ evidence: evidenceFixture() });
    const all = [...dossierFiles(dossier)]
      .filter(([name]) => name.endsWith(".patch"))
      .map(([, text]) => text);
    expect(all.join("")).not.toMatch(/^(?:Signed-off|Tested|Reviewed|Acked)-by:/m);
  });

  test("are the same bytes however often they are made", async () => {
    const { dossier } = await made({ evidence: evidenceFixture() });
    expect([...dossierFiles(dossier)]).toEqual([...dossierFiles(dossier)]);
  });
});

/** Somebody's machine: git send-email and b4 ask git who that is. */
async function person(home: string): Promise<Record<string, string>> {
  await writeFile(join(home, ".gitconfig"), "[user]\n\tname = A. Uthor\n\temail = a@example.org\n");
  return { PATH: "/usr/bin:/bin", HOME: home, GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C.UTF-8" };
}

// Debian's package git-email; it takes a second for each mail.
test("git send-email takes the folder, to everybody in it", { tags: ["vm"] }, async () => {
  const recipients = [
    { name: "Jürgen Groß", address: "j@example.org", kind: "To", reasons: [] },
    { name: "Doe, John", address: "d@example.org", kind: "To", reasons: [] },
    { name: "", address: "list@example.org", kind: "Cc", reasons: [] },
  ] as const;
  const { dossier } = await made({ recipients, version: 2 });
  const { dir } = await written(dossier);
  const env = await person(dir);
  const command =
    "git send-email --dry-run --from='A. Uthor <a@example.org>' --smtp-server=/bin/false *.patch";
  const sent = await run(["sh", "-c", command], { cwd: dir, env });
  expect(sent.log.match(/^Result: OK$/gm)).toHaveLength(3);
  expect(sent.exitCode).toBe(0);
  expect(
    sent.log.match(/^To: =\?UTF-8\?q\?J=C3=BCrgen=20Gro=C3=9F\?= <j@example.org>,$/gm),
  ).toHaveLength(3);
  expect(sent.log.match(/^\t"Doe, John" <d@example.org>$/gm)).toHaveLength(3);
  expect(sent.log).toMatch(/^(?:Cc: |\t)list@example.org/m);
  expect(sent.log).toContain("Subject: [PATCH v2 0/2] x: a series");
});

test("b4 am takes the mbox, and git am what it makes of it", { tags: ["vm"] }, async () => {
  const here = await made({
    evidence: evidenceFixture(),
    base: { ...(await made()).dossier.base, changeId: "20261121-x-0123456789ab" },
  });
  const { dir } = await written(here.dossier);
  await mkdir(join(dir, "out"));
  const env = await person(dir);
  const taken = await run(
    ["b4", "--offline-mode", "am", "-m", join(dir, "series.mbox"), "-o", join(dir, "out")],
    { cwd: dir, env },
  );
  expect(taken.log).toMatch(/Total patches: 2/);
  const box = (await readdir(join(dir, "out"))).find((name) => name.endsWith(".mbx")) ?? "";
  const { tree } = await applied(here, [join(dir, "out", box)]);
  expect(tree).toBe(here.rebased.tree);
});

describe("a dossier's folder", () => {
  test("is written anew, all of it", async () => {
    const dir = join(await temporaryFolder(), "v1");
    await writeDossier(
      dir,
      new Map([
        ["recipients.txt", "1"],
        ["0003-gone.patch", ""],
      ]),
    );
    await writeDossier(
      dir,
      new Map([
        ["recipients.txt", "2"],
        ["evidence/run.json", "{}"],
      ]),
    );
    expect((await readdir(dir)).toSorted()).toEqual(["evidence", "recipients.txt"]);
  });

  test("is never made over what somebody else put there", async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, "thesis.tex"), "");
    await expect(writeDossier(dir, new Map([["recipients.txt", ""]]))).rejects.toThrow(
      "do not belong to a dossier",
    );
    expect(await readdir(dir)).toEqual(["thesis.tex"]);
  });

  test("holds nothing outside of it", async () => {
    const dir = join(await temporaryFolder(), "v1");
    await expect(writeDossier(dir, new Map([["../x", ""]]))).rejects.toThrow("leaves the tree");
  });
});
