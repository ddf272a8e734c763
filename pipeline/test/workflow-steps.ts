// A workflow's jobs as a runner would do them: the shell lines in order, with the event's payload. Actions are named, not run.

import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../tools/shell.ts";

type Step = {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
};
type Job = { readonly env?: Readonly<Record<string, string>>; readonly steps: readonly Step[] };
type Workflow = {
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
};

/** What `${{ a.b.c }}` reads: `github`, `matrix`, `inputs`. */
export type Context = Readonly<Record<string, unknown>>;

export type Ran = {
  readonly exitCode: number;
  /** What the shell lines printed. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Actions that a runner would have used, in order, without their pins. */
  readonly actions: readonly string[];
};

export type Runner = {
  /** The checkout in which the lines run. */
  readonly cwd: string;
  /** A folder for GITHUB_OUTPUT and the like. */
  readonly files: string;
  readonly context: Context;
  /** Only the steps whose shell lines match: a test need not install packages. */
  readonly only?: RegExp;
  /** Wins over what the workflow says. */
  readonly env: Readonly<Record<string, string>>;
};

/** Stops at the first line that fails, as a runner does. */
export async function runJob(path: string, name: string, runner: Runner): Promise<Ran> {
  const workflow = parse(readFileSync(path, "utf8")) as Workflow;
  const job = workflow.jobs[name];
  if (!job) throw new Error(`${path} has no job ${name}`);
  const { cwd, files, context, only = /^/ } = runner;
  await mkdir(files, { recursive: true });
  const given = await givenFiles(files, context);
  let [exitCode, log] = [0, ""];
  const steps = job.steps.filter((one) => one.run !== undefined);
  for (const step of steps.filter((one) => only.test(one.run ?? ""))) {
    const own = { ...workflow.env, ...job.env, ...step.env };
    const env = Object.fromEntries(
      Object.entries(own).map(([key, text]) => [key, filled(text, context)]),
    );
    const whole = { ...process.env, CI: "true", ...given, ...env, ...runner.env };
    const argv = [...shellOf(workflow), "-c", step.run ?? ""];
    const result = await run(argv, { cwd, env: whole });
    log += `$ ${step.run}\n${result.log}`;
    ({ exitCode } = result);
    if (exitCode !== 0) break;
  }
  return {
    exitCode,
    log,
    outputs: outputsIn(await readFile(given.GITHUB_OUTPUT, "utf8")),
    summary: await readFile(given.GITHUB_STEP_SUMMARY, "utf8"),
    actions: job.steps.flatMap(({ uses }) => uses?.split("@")[0] ?? []),
  };
}

/** In a container a runner takes sh, which loses what fails in a pipe, where nothing else is said. */
function shellOf({ defaults }: Workflow): string[] {
  if (defaults?.run?.shell !== "bash") return ["sh", "-e"];
  return ["bash", "--noprofile", "--norc", "-eo", "pipefail"];
}

async function givenFiles(files: string, context: Context) {
  const given = {
    GITHUB_EVENT_PATH: join(files, "event.json"),
    GITHUB_OUTPUT: join(files, "output"),
    GITHUB_STEP_SUMMARY: join(files, "summary.md"),
  };
  const event = (context["github"] as Context | undefined)?.["event"] ?? {};
  await writeFile(given.GITHUB_EVENT_PATH, JSON.stringify(event));
  await writeFile(given.GITHUB_OUTPUT, "");
  await writeFile(given.GITHUB_STEP_SUMMARY, "");
  return given;
}

/** Names only: whatever else stands in an expression is a mistake in the workflow or here. Absent things are empty. */
function filled(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{ *(.+?) *\}\}/g, (_, expression: string) => {
    if (!/^[\w.-]+$/.test(expression)) throw new Error(`no name: ${expression}`);
    const value = expression
      .split(".")
      .reduce<unknown>((at, key) => (at as Context | undefined)?.[key], context);
    return typeof value === "string" ? value : "";
  });
}

function outputsIn(text: string): Record<string, string> {
  const lines = text.split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
  );
}
