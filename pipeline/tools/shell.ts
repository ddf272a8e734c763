// The one door to short-lived commands (zx). A non-zero exit is data; a command that could not run is infrastructure.

import { $ } from "zx";
import { InfraError, Interrupted } from "../model/errors.ts";
import { packageOf } from "./package-of.ts";

export type ShellOptions = {
  readonly cwd?: string;
  /** The whole environment of the command; this process's own where absent. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly input?: string;
};

export type ShellResult = {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error as they came. */
  readonly log: string;
  readonly durationMs: number;
};

/**
 * Runs one command to its end. Every command dies with this process, even when that is killed (PDEATHSIG).
 * Throws InfraError where the command is missing or a signal ended it, Interrupted where the caller stopped it.
 */
export async function run(
  argv: readonly string[],
  options: ShellOptions = {},
): Promise<ShellResult> {
  const startedAt = performance.now();
  const output = await $({
    quiet: true,
    nothrow: true,
    // bash must not stand between us and the command: PDEATHSIG watches the parent only.
    prefix: "exec setpriv --pdeathsig KILL -- ",
    // bash reads ~/.bashrc where its input is a socket and no shell is above it: it takes us for a remote login.
    env: { ...(options.env ?? process.env), SHLVL: "2" },
    // What reads an input that nobody gives must find its end, not wait for ever.
    stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"],
    ...givenOf(options),
  })`${argv}`;
  if (options.signal?.aborted) throw new Interrupted(`${argv[0]} was stopped`);
  if (output.signal) throw killed(argv, output.signal);
  if (output.exitCode === 127 && /setpriv|not found/.test(output.stderr))
    throw missing(argv[0] ?? "");
  return {
    exitCode: output.exitCode ?? 0,
    stdout: output.stdout,
    log: output.stdall,
    durationMs: performance.now() - startedAt,
  };
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
  if (result.exitCode === 0) return result.stdout;
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
    `${argv[0]} was ended by ${signal}`,
    signal === "SIGKILL" ? "was memory short? see: dmesg | tail" : "run it again",
  );
}

function missing(command: string): InfraError {
  return new InfraError(
    `the command ${command} is not on this machine`,
    `apt-get install ${packageOf(command)}`,
  );
}
