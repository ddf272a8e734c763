// The one door to short-lived commands (zx). A non-zero exit is data; a command that could not run is infrastructure.

import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { ProcessOutput, ProcessPromise } from "zx";
import { InfraError, Interrupted } from "../model/errors.ts";
import { BoundedOutput } from "./bounded-output.ts";
import { execPrefix } from "./child-line.ts";
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
  if (!holds)
    throw new InfraError(`a series' code cannot be run safely on this machine: ${says}`, next);
}

async function execute(argv: readonly string[], options: ShellOptions = {}): Promise<ShellResult> {
  // Most of what the first command would wait for is loading this; where nothing is done there is no first command.
  const { $ } = await import("zx");
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
    prefix: execPrefix(options.background ? ["nice", "-n", "19"] : []),
    // bash reads ~/.bashrc where its input is a socket and no shell is above it: it takes us for a remote login.
    env: { ...(options.env ?? process.env), SHLVL: "2" },
    // A command that reads standard input must find its end, not wait forever.
    stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"],
    store,
    ...givenOf(argv, options),
  })`${argv}`;
  const { exitCode, signal } = await watched(running, argv, store.stdall, options);
  const result = {
    exitCode: exitCode ?? 0,
    stdout: store.stdout.text(),
    log: store.stdall.text(),
    dropped: store.stdall.dropped,
    durationMs: performance.now() - startedAt,
  };
  if (exitCode === 0) return result;
  if (outOfMemoryKills() > outOfMemoryBefore) throw outOfMemory(argv);
  if (signal) throw killed(argv, signal);
  mustBeItsOwnEnd(argv, result, store.stderr.text());
  return result;
}

/** Throws InfraError where the machine ended the command and not the command itself. */
function mustBeItsOwnEnd(argv: readonly string[], { exitCode, log }: ShellResult, said: string) {
  if (isSandboxed(argv) && couldNotFork(log)) throw cannotFork(argv);
  mustHaveStarted(argv, exitCode, said);
}

/** To its end, which is ours where it goes over a limit. */
async function watched(
  running: ProcessPromise,
  argv: readonly string[],
  output: BoundedOutput,
  { signal, limits, onOutput }: ShellOptions,
): Promise<ProcessOutput> {
  if (onOutput) running.stdout.on("data", (piece: Buffer) => onOutput(piece.toString()));
  // A command may end before it has read all of its input.
  if (running.child?.stdin) running.stdin.on("error", () => undefined);
  const watchdog = watchdogOf(running, argv, output, limits);
  const stop = (): void => watchdog?.stop();
  if (isSandboxed(argv)) signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const ended = await running;
  signal?.removeEventListener("abort", stop);
  await watchdog?.end();
  if (signal?.aborted) throw new Interrupted(`${nameOf(argv)} was stopped`);
  return ended;
}

/** None where it did not start. */
function watchdogOf(
  { pid }: ProcessPromise,
  argv: readonly string[],
  output: BoundedOutput,
  limits: ShellOptions["limits"],
): Watchdog | undefined {
  return pid ? new Watchdog({ argv, pid, printed: () => output.bytes }, limits) : undefined;
}

/** How often the kernel has ended a process of this machine because memory ran out. */
function outOfMemoryKills(): number {
  return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
}

/**
 * zx tells an absent option from an undefined one. It would end bwrap, and what was in the sandbox would be there for a
 * moment longer: that is the watchdog's to end.
 */
function givenOf(argv: readonly string[], { cwd, signal, input }: ShellOptions) {
  return {
    ...(cwd ? { cwd } : {}),
    ...(signal && !isSandboxed(argv) ? { signal } : {}),
    ...(input ? { input } : {}),
  };
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
      `${argv.slice(0, 3).join(" ")} printed ${result.dropped} bytes more than the limit`,
      "report this as a bug in Twinboot",
    );
  const said = result.log.trim().split("\n").slice(-5).join("\n");
  throw new InfraError(
    `${argv.slice(0, 3).join(" ")} ended with ${result.exitCode}: ${said}`,
    /No space left on device/.test(said)
      ? `free some space; see: df -h ${tmpdir()}`
      : "check this machine with: ./twinboot doctor",
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
    `${nameOf(argv)} was killed by ${signal}`,
    signal === "SIGKILL" ? "check for memory exhaustion: dmesg | tail" : "run it again",
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
    "add memory, or run fewer programs at the same time; see: dmesg | tail",
  );
}

/**
 * What make, gcc, perl and shells say where the kernel let them start no process. The sandbox's own limit does not cause
 * it: the watchdog ends a command that comes near it.
 */
function couldNotFork(said: string): boolean {
  return /: Resource temporarily unavailable\b|: Cannot fork$/m.test(said);
}

function cannotFork(argv: readonly string[]): InfraError {
  return new InfraError(
    `${nameOf(argv)} could not start more processes on this machine`,
    "compare the number of processes with the limits: ps -e | wc -l; ulimit -u; cat /proc/sys/kernel/pid_max",
  );
}

function missing(command: string): InfraError {
  return new InfraError(
    `the command ${command} is not installed`,
    `apt-get install ${packageOf(command)}`,
  );
}
