// Runs the real command line in a child, with the real store, as a person would.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type RunRecord, runRecordSchema } from "../../model/record/run-record.ts";

export const checkout = resolve(import.meta.dirname, "../../..");

export type CliResult = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
};

/** `./twinboot ARGS` of a checkout, ours where none is named; `env` is added to this process's own. */
export async function twinboot(
  args: readonly string[],
  env: Record<string, string> = {},
  root = checkout,
): Promise<CliResult> {
  const startedAt = performance.now();
  const child = startTwinboot(args, env, root);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr, seconds: (performance.now() - startedAt) / 1000 };
}

/** What a command that ends with a run's report wrote there. */
export async function reported({ stdout }: CliResult, root = checkout): Promise<RunRecord> {
  const page = /^report: (.*)index\.html$/m.exec(stdout)?.[1];
  if (page === undefined) throw new Error(`no report is named in: ${stdout.slice(-500)}`);
  const text = await readFile(join(root, page, "run.json"), "utf8");
  return runRecordSchema.parse(JSON.parse(text));
}

/** The same, still running. */
export function startTwinboot(
  args: readonly string[],
  env: Record<string, string> = {},
  root = checkout,
) {
  return spawn(`${root}/twinboot`, [...args], {
    cwd: root,
    env: { ...process.env, GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
