// A checkout with a twinboot that says what it was asked, and the shell lines of a workflow's job run in it.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { temporaryFolder, writeFiles } from "./folder-rig.ts";
import { emptyRepository } from "./loose-objects.ts";
import { begins, type Ran, runJob } from "./workflow-steps.ts";
import type { Context } from "./workflow-expressions.ts";

export const workflowsFolder = resolve(import.meta.dirname, "../../.github/workflows");

export type How = {
  /** Only the steps whose shell lines match. */
  readonly only?: RegExp;
  readonly context?: Context;
  readonly env?: Readonly<Record<string, string>>;
};

type Workflow = { readonly jobs: Readonly<Record<string, { readonly steps: { run?: string }[] }>> };

export class LinesRig {
  readonly root: string;
  readonly #files: string;

  private constructor(root: string, files: string) {
    [this.root, this.#files] = [root, files];
  }

  /** `tree`: files of the checkout, by their paths. */
  static async make(tree: Readonly<Record<string, string>>): Promise<LinesRig> {
    const rig = new LinesRig(await temporaryFolder(), await temporaryFolder());
    await rig.twinbootThat('echo "asked: $*"');
    await writeFiles(rig.root, tree);
    emptyRepository(join(rig.root, ".git"), { bare: false });
    return rig;
  }

  async twinbootThat(does: string): Promise<void> {
    await writeFile(join(this.root, "twinboot"), `#!/bin/sh\n${does}\n`);
    await chmod(join(this.root, "twinboot"), 0o755);
  }

  git(...args: string[]): string {
    const who = ["-c", "user.name=a", "-c", "user.email=a@b"];
    return execFileSync("git", ["-C", this.root, ...who, ...args], { encoding: "utf8" }).trim();
  }

  /** Gives the commit. */
  commit(): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "-m", "x");
    return this.git("rev-parse", "HEAD");
  }

  /** Its log is what the lines printed, without themselves. */
  async lines(workflow: string, job: string, { only, context = {}, env }: How = {}): Promise<Ran> {
    const path = join(workflowsFolder, workflow);
    const ran = await runJob(path, job, {
      cwd: this.root,
      files: this.#files,
      ...(only ? { only } : {}),
      context,
      env: { HOME: this.#files, ...env },
    });
    const { jobs } = parse(readFileSync(path, "utf8")) as Workflow;
    const texts = jobs[job]?.steps.flatMap(({ run }) => (run ? [`$ ${run}`] : [])) ?? [];
    return { ...ran, log: texts.reduce((log, text) => log.replace(text, ""), ran.log) };
  }
}

/** Whether the job begins. `failed`: whether a job that it needs did. */
export function jobBegins(workflow: string, job: string, context: Context, failed = false) {
  return begins(join(workflowsFolder, workflow), job, context, { failed });
}
