// A workflow's jobs as a runner would do them: the shell lines in order, with the event's payload. This repository's own
// actions are taken apart; those of others are named, not run.

import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../tools/shell.ts";
import { type Context, filled, isTrue, type Status } from "./workflow-expressions.ts";

type Texts = Readonly<Record<string, string>>;
type Step = {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Texts;
  readonly env?: Texts;
  readonly shell?: string;
};
type Job = {
  readonly if?: string;
  readonly env?: Texts;
  readonly outputs?: Texts;
  readonly steps: readonly Step[];
};
type Workflow = {
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly env?: Texts;
  readonly jobs: Readonly<Record<string, Job>>;
};
type Action = {
  readonly inputs?: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

export type Ran = {
  /** Of the first line that failed, else 0. */
  readonly exitCode: number;
  /** What the shell lines printed, each after itself. */
  readonly log: string;
  /** As the job gives them to those that need it. */
  readonly outputs: Texts;
  readonly steps: Readonly<Record<string, { readonly outputs: Texts }>>;
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
  readonly env: Texts;
};

/** Whether a runner would begin the job at all. `status`: how the jobs that it needs ended. */
export function begins(path: string, name: string, context: Context, status: Status): boolean {
  return isTrue(jobOf(path, name).job.if ?? "success()", context, status);
}

/** After a line that failed, only steps whose `if` asks for that run, as on a runner. */
export async function runJob(path: string, name: string, runner: Runner): Promise<Ran> {
  const { workflow, job } = jobOf(path, name);
  await mkdir(runner.files, { recursive: true });
  const own = filledAll({ ...workflow.env, ...job.env }, runner.context);
  const env = { ...process.env, CI: "true", ...(await givenFiles(runner)), ...own } as Texts;
  const running = new RunningJob(path, runner, env);
  await running.do(job.steps, runner.context, workflow.defaults?.run?.shell);
  return running.ran(job.outputs ?? {});
}

function jobOf(path: string, name: string) {
  const workflow = parse(readFileSync(path, "utf8")) as Workflow;
  const job = workflow.jobs[name];
  if (!job) throw new Error(`${path} has no job ${name}`);
  return { workflow, job };
}

async function givenFiles({ files, context }: Runner) {
  const given = {
    GITHUB_EVENT_PATH: join(files, "event.json"),
    GITHUB_OUTPUT: join(files, "output"),
    GITHUB_STEP_SUMMARY: join(files, "summary.md"),
  };
  const event = (context["github"] as Context | undefined)?.["event"] ?? {};
  await writeFile(given.GITHUB_EVENT_PATH, JSON.stringify(event));
  await writeFile(given.GITHUB_STEP_SUMMARY, "");
  return given;
}

class RunningJob {
  readonly #path: string;
  readonly #runner: Runner;
  readonly #env: Texts;
  readonly #actions: string[] = [];
  readonly #steps: Record<string, { outputs: Texts }> = {};
  #exitCode = 0;
  #log = "";

  constructor(path: string, runner: Runner, env: Texts) {
    [this.#path, this.#runner, this.#env] = [path, runner, env];
  }

  async do(steps: readonly Step[], context: Context, shell?: string): Promise<void> {
    for (const step of steps) {
      const given = context["steps"] as Context | undefined;
      const seen = { ...context, env: this.#env, steps: { ...given, ...this.#steps } };
      if (!isTrue(step.if ?? "success()", seen, { failed: this.#exitCode !== 0 })) continue;
      if (step.uses?.startsWith("./")) await this.#takeApart(step, seen);
      else if (step.uses) this.#actions.push(step.uses.split("@")[0] ?? "");
      else await this.#line(step, seen, step.shell ?? shell);
    }
  }

  async ran(outputs: Texts): Promise<Ran> {
    const context = { ...this.#runner.context, steps: this.#steps };
    return {
      exitCode: this.#exitCode,
      log: this.#log,
      outputs: filledAll(outputs, context),
      steps: this.#steps,
      summary: await readFile(join(this.#runner.files, "summary.md"), "utf8"),
      actions: this.#actions,
    };
  }

  async #takeApart({ uses = "", with: given = {} }: Step, context: Context): Promise<void> {
    const path = join(this.#path, "../../..", uses, "action.yml");
    const { inputs = {}, runs } = parse(readFileSync(path, "utf8")) as Action;
    const defaults = Object.entries(inputs).map(([name, input]) => [name, input.default ?? ""]);
    const taken = { ...Object.fromEntries(defaults), ...filledAll(given, context) };
    await this.do(runs.steps, { ...context, inputs: taken });
  }

  async #line({ id, run: text = "", env = {} }: Step, context: Context, shell?: string) {
    const { cwd, files, only = /^/, env: wins } = this.#runner;
    if (!only.test(text)) return;
    const output = join(files, "output");
    await writeFile(output, "");
    const whole = { ...this.#env, ...filledAll(env, context), ...wins };
    const result = await run([...shellOf(shell), "-c", text], { cwd, env: whole });
    this.#log += `$ ${text}\n${result.log}`;
    this.#exitCode ||= result.exitCode;
    if (id) this.#steps[id] = { outputs: outputsIn(await readFile(output, "utf8")) };
  }
}

/** In a container a runner takes sh, which loses what fails in a pipe, where nothing else is said. */
function shellOf(shell: string | undefined): string[] {
  if (shell !== "bash") return ["sh", "-e"];
  return ["bash", "--noprofile", "--norc", "-eo", "pipefail"];
}

function filledAll(texts: Texts, context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, filled(text, context)]),
  );
}

function outputsIn(text: string): Record<string, string> {
  const lines = text.split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
  );
}
