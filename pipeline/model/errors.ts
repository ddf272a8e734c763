// Failures that stop work; what is wrong with the thing under test is a Finding. An Offence becomes one in the engine.

/** The user's command line or description is wrong. Exit code 2. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What to type or change next. */
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** The host, the network or a tool failed; it says nothing about the kernel. Exit code 3, never stored. */
export class InfraError extends Error {
  override readonly name = "InfraError";
  /** What to type or check next. */
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** A person or a signal stopped the run. Exit code 130. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Code that a tree brought did what it may not: it left something else than a product, or took more than it is given.
 * The engine makes a finding of it, against whose code the step runs.
 */
export class Offence extends Error {
  override readonly name = "Offence";
  readonly reason: "bad-product" | "over-limit";

  /** `message`: one sentence for the finding. */
  constructor(reason: Offence["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** ENOSPC, EIO, EMFILE and their like: the host's, not ours. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "errno" in error && "syscall" in error;
}
