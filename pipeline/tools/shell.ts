// The one door to short-lived commands (zx). A non-zero exit is data; a command that could not run is infrastructure.

import { readFileSync } from "node:fs";
import { $, type ProcessOutput, type ProcessPromise } from "zx";
import { InfraError, Interrupted } from "../model/errors.ts";
import { BoundedOutput } from "./bounded-output.ts";
import { packageOf } from "./package-of.ts";
import { proveSandbox, type SandboxProof } from "./prove-sandbox.ts";
import { isSandboxed, nameOf } from "./sandbox.ts";
import type { ShellOptions, ShellResult } from "./command.ts";
import { Watchdog } from "./watchdog.ts";

/**
 * Runs one command to its end. Every command dies with this process, even when that is killed (PDEATHSIG).
 * Throws InfraError where the command is missing, a signal ended it or memory ran out, Interrupted where the caller
 * stopped it, and where it went over a limit an Offence (code in the sandbox) or InfraError (a tool).
 */
export async function run(
  argv: readonly string[],
  options: ShellOptions = {},
): Promise<ShellResult> {
  if (isSandboxed(argv)) await mustHaveSandbox();
  return execute(argv, options);
}

let proof: Promise<SandboxProof> | undefined;

/** Whether the sandbox holds here, tried once in this process. */
export function sandboxProof(): Promise<SandboxProof> {
  proof ??= proveSandbox(execute);
  return proof;
}

/** Throws InfraError where it does not: nothing that a tree brought may run then. */
export async function mustHaveSandbox(): Promise<void> {
  const { holds, says, next } = await sandboxProof();
  if (!holds) throw new InfraError(`code of a series cannot be run here: ${says}`, next);
}

async function execute(argv: readonly string[], options: ShellOptions = {}): Promise<ShellResult> {
  const startedAt = performance.now();
  const outOfMemoryBefore = outOfMemoryKills();
  const store = {
    stdout: new BoundedOutput(),
    stderr: new BoundedOutput(),
    stdall: new BoundedOutput(),
  };
  const running = $({
    quiet: true,
    nothrow: true,
    // bash must not stand between us and the command: PDEATHSIG watches the parent only.
    prefix: "exec setpriv --pdeathsig KILL -- ",
    // bash reads ~/.bashrc where its input is a socket and no shell is above it: it takes us for a remote login.
    env: { ...(options.env ?? process.env), SHLVL: "2" },
    // What reads an input that nobody gives must find its end, not wait for ever.
    stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"],
    store,
    ...givenOf(options),
  })`${argv}`;
  const { exitCode, signal } = await watched(running, argv, store.stdall, options);
  const result = {
    exitCode: exitCode ?? 0,
    stdout: store.stdout.text(),
    log: store.stdall.text(),
    dropped: store.stdall.dropped,
    durationMs: performance.now() - startedAt,
  };
  if (exitCode !== 0 && outOfMemoryKills() > outOfMemoryBefore) throw outOfMemory(argv);
  if (signal) throw killed(argv, signal);
  if (exitCode !== 0) mustHaveStarted(argv, exitCode, store.stderr.text());
  return result;
}

/** To its end, which is ours where it goes over a limit. */
async function watched(
  running: ProcessPromise,
  argv: readonly string[],
  output: BoundedOutput,
  { signal, limits }: ShellOptions,
): Promise<ProcessOutput> {
  // A command may end before it has read all of its input.
  if (running.child?.stdin) running.stdin.on("error", () => undefined);
  const pid = running.pid;
  const watchdog = pid
    ? new Watchdog({ argv, pid, printed: () => output.bytes }, limits)
    : undefined;
  const ended = await running;
  await watchdog?.end();
  if (signal?.aborted) throw new Interrupted(`${nameOf(argv)} was stopped`);
  return ended;
}

/** How often the kernel has ended a process of this machine because memory ran out. */
function outOfMemoryKills(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
}

/** zx tells an absent option from an undefined one. */
function givenOf({ cwd, signal, input }: ShellOptions) {
  return { ...(cwd ? { cwd } : {}), ...(signal ? { signal } : {}), ...(input ? { input } : {}) };
}

/** Runs a command that has no business failing; gives back its standard output. */
export async function mustRun(
  argv: readonly string[],
  options: ShellOptions = {},
): Promise<string> {
  const result = await run(argv, options);
  if (result.exitCode === 0 && !result.dropped) return result.stdout;
  if (result.exitCode === 0)
    throw new InfraError(
      `${argv.slice(0, 3).join(" ")} printed ${result.dropped} bytes more than are kept`,
      "report it: twinboot asks for less than this",
    );
  const said = result.log.trim().split("\n").slice(-5).join("\n");
  throw new InfraError(
    `${argv.slice(0, 3).join(" ")} ended with ${result.exitCode}: ${said}`,
    "check what the machine has with: ./twinboot doctor",
  );
}

/** A command line that a person can paste into a shell. */
export function pasteable(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}

function killed(argv: readonly string[], signal: string): InfraError {
  return new InfraError(
    `${nameOf(argv)} was ended by ${signal}`,
    signal === "SIGKILL" ? "was memory short? see: dmesg | tail" : "run it again",
  );
}

/** What setpriv, choom, bash and prlimit say of a command that is not there, and what the sandbox itself says. */
function mustHaveStarted(argv: readonly string[], exitCode: number | null, said: string): void {
  const [, notThere] = /(?:failed to execute|exec:) ([^\s:]+):/.exec(said) ?? [];
  if (exitCode === 127 && notThere) throw missing(notThere);
  const [noSandbox] = /^(?:bwrap|choom|find|chown|setpriv|prlimit): .*/.exec(said) ?? [];
  if (noSandbox && isSandboxed(argv))
    throw new InfraError(`the sandbox does not start: ${noSandbox}`, "./twinboot doctor");
}

function outOfMemory(argv: readonly string[]): InfraError {
  return new InfraError(
    `memory ran out while ${nameOf(argv)} ran`,
    "give the machine more memory, or run less beside it; see: dmesg | tail",
  );
}

function missing(command: string): InfraError {
  return new InfraError(
    `the command ${command} is not on this machine`,
    `apt-get install ${packageOf(command)}`,
  );
}
