// Who may push, and what: in doubt nobody.
// @module-tag process

import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Step } from "../../model/work/step.ts";
import { step } from "../../model/work/step.ts";
import { pass } from "../../model/judge/outcome.ts";
import { temporaryFolder, writeFiles } from "../../test/folder-rig.ts";
import { LinesRig } from "../../test/workflow-rig.ts";
import { Git } from "../../tools/git.ts";
import { type MayPush, mayPush, signingKey } from "./may-push.ts";

const { privateKey: key, publicKey } = generateKeyPairSync("ed25519");
const trusted = new Map([["nightly", publicKey]]);
const settings = { push: "trusted", keys: {} } as const;

let rig: LinesRig;
let sha: string;

beforeEach(async () => {
  rig = await LinesRig.make({
    "pipeline/main.ts": "code\n",
    "patches/merged/one.patch": "one\n",
    "patches/other/one.patch": "one\n",
  });
  sha = rig.commit();
  rig.git("update-ref", "refs/remotes/origin/main", sha);
  rig.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
});

async function asked(given: Partial<Parameters<typeof mayPush>[0]> = {}): Promise<MayPush> {
  return mayPush({ settings, key, trusted, env: {}, git: new Git(rig.root), ...given });
}

/** What a runner is told by GitHub. */
async function event(name: string, ref: string): Promise<NodeJS.ProcessEnv> {
  const path = join(await temporaryFolder(), "event.json");
  await writeFile(path, JSON.stringify({ repository: { default_branch: "main" } }));
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_NAME: name,
    GITHUB_REF: ref,
    GITHUB_EVENT_PATH: path,
    GITHUB_SHA: sha,
  };
}

const main = "refs/heads/main";

function of(params: Readonly<Record<string, string>>, inputs: Readonly<Record<string, Step>> = {}) {
  const kind = {
    name: "k",
    version: 1,
    nature: "pure",
    pool: "io",
    run: async () => pass(1),
  } as const;
  return step(kind, "x", params, inputs);
}

function goes(may: MayPush, one: Step): boolean {
  return "pushing" in may && may.pushing.mayGo(one);
}

describe("nobody pushes", () => {
  test("without a key, without the setting, or with a key that nobody would trust", async () => {
    expect(await asked({ key: undefined })).toHaveProperty("why");
    expect(await asked({ settings: { ...settings, push: "never" } })).toHaveProperty("why");
    expect(await asked({ trusted: new Map() })).toHaveProperty("why");
  });

  test.each([
    "pull_request",
    "pull_request_target",
    "issue_comment",
    "workflow_run",
    "merge_group",
    "",
  ])("from the event %j, whatever key it has", async (name) => {
    expect(await asked({ env: await event(name, main) })).toHaveProperty("why");
  });

  test("from another branch than the default one", async () => {
    const env = await event("workflow_dispatch", "refs/heads/theirs");
    expect(await asked({ env })).toEqual({ why: "refs/heads/theirs is not the branch main" });
    expect(await asked({ env: await event("push", "refs/tags/main") })).toHaveProperty("why");
  });

  test("where GitHub's event cannot be read, or the commit is not known", async () => {
    const env = await event("schedule", main);
    expect(await asked({ env: { ...env, GITHUB_EVENT_PATH: "/nowhere" } })).toHaveProperty("why");
    expect(await asked({ env: { ...env, GITHUB_SHA: "ab".repeat(20) } })).toHaveProperty("why");
  });

  test("from a checkout whose code is not the branch's: changed, added, committed or not", async () => {
    await writeFiles(rig.root, { "pipeline/added.ts": "x" });
    expect(await asked()).toEqual({ why: expect.stringContaining("pipeline/added.ts") });
    rig.commit();
    expect(await asked()).toEqual({ why: expect.stringContaining("pipeline/added.ts") });
  });

  test("where no branch is known to be the trusted one", async () => {
    rig.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD");
    expect(await asked()).toEqual({ why: expect.stringContaining("git remote set-head") });
  });
});

describe("on the trusted branch", () => {
  test.each(["schedule", "push", "workflow_dispatch"])("the event %s pushes", async (name) => {
    expect(await asked({ env: await event(name, main) })).toHaveProperty("pushing");
  });

  test("what heads and merged series made goes, and nothing that came of another one", async () => {
    await writeFiles(rig.root, {
      "patches/other/two.patch": "two\n",
      "patches/stranger/one.patch": "one\n",
    });
    const may = await asked();
    const [head, base] = [of({ pin: "x" }), of({ series: "base" })];
    const [merged, other, stranger] = ["merged", "other", "stranger"].map((series) =>
      of({ series }),
    );
    expect([head, base, merged].map((one) => one && goes(may, one))).toEqual([true, true, true]);
    expect([other, stranger].map((one) => one && goes(may, one))).toEqual([false, false]);
    expect(goes(may, of({ step: "boot" }, { a: of({ built: "x" }, other ? { other } : {}) }))).toBe(
      false,
    );
    expect(goes(may, of({ patches: "of nobody" }))).toBe(false);
  });

  test("a file that git ignores makes a series another one, too", async () => {
    await writeFiles(rig.root, {
      ".git/info/exclude": "*.patch\n",
      "patches/merged/two.patch": "x",
    });
    expect(goes(await asked(), of({ series: "merged" }))).toBe(false);
  });
});

describe("the key", () => {
  test("is taken out of the environment, so that no child has it", () => {
    const env = { TWINBOOT_STORE_KEY: key.export({ type: "pkcs8", format: "pem" }).toString() };
    const found = signingKey(env);
    expect(found && createPublicKey(found).equals(publicKey)).toBe(true);
    expect(env).toEqual({});
    expect(signingKey(env)).toBeUndefined();
  });

  test("is Ed25519, or the user's mistake", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => signingKey({ TWINBOOT_STORE_KEY: pem })).toThrow("not an Ed25519 key");
    expect(() => signingKey({ TWINBOOT_STORE_KEY: "x" })).toThrow("no readable key");
  });
});
