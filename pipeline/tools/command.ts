// What a command is told, and what is known of it when it has ended.

import type { Limits } from "./watchdog.ts";

export type ShellOptions = {
  readonly cwd?: string;
  /** The whole environment of the command; this process's own where absent. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly input?: string;
  /** Standard output as it comes, in pieces. */
  readonly onOutput?: (text: string) => void;
  /** Gives way to whatever else wants a CPU. */
  readonly background?: boolean;
  /** What is not given here is as for every command of its kind: a tool of the machine, or code in the sandbox. */
  readonly limits?: Partial<Limits>;
};

export type ShellResult = {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error as they came. */
  readonly log: string;
  /** Bytes of the log that are not there: of a long one the first and the last part is kept. */
  readonly dropped: number;
  readonly durationMs: number;
};
