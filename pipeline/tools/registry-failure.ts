// What a registry does to us, in words for a person. Never a step's fault: whatever it is, the step can be done here.

import { InfraError } from "../model/errors.ts";

/**
 * `away`: it does not answer, or only with faults of its own. `refused`: not to us. `wrong`: an answer that does not hold,
 * of this one entry.
 */
export type RegistryTrouble = "away" | "refused" | "wrong";

export class RegistryFailure extends InfraError {
  readonly trouble: RegistryTrouble;
  /** It was there, and what it said or heard broke off: worth another try. */
  readonly brokeOff: boolean;

  constructor(
    trouble: RegistryTrouble,
    message: string,
    { brokeOff = false, ...options }: ErrorOptions & { readonly brokeOff?: boolean } = {},
  ) {
    super(message, hints[trouble], options);
    this.trouble = trouble;
    this.brokeOff = brokeOff;
  }
}

const hints: Readonly<Record<RegistryTrouble, string>> = {
  away: "see what ./twinboot doctor says; TWINBOOT_REMOTE= leaves the registry out",
  refused: "check TWINBOOT_REMOTE_USER and TWINBOOT_REMOTE_PASSWORD with: ./twinboot doctor",
  wrong: "the step is done here instead; whoever may push replaces the entry",
};

/** Of a fetch that threw: the words that name the cause lie one or two deep. */
export function failedFetch(origin: string, error: unknown): RegistryFailure {
  const { words, code } = rootOf(error);
  const brokeOff = brokenCodes.has(code);
  const what = brokeOff ? "broke off" : "cannot be reached";
  return new RegistryFailure("away", `${origin} ${what}: ${words}`, { cause: error, brokeOff });
}

/** Of the system, and of Node's own client. */
const brokenCodes: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

function rootOf(error: unknown): { readonly words: string; readonly code: string } {
  if (!(error instanceof Error)) return { words: String(error), code: "" };
  const { cause } = error;
  if (cause instanceof AggregateError) return rootOf(cause.errors[0]);
  if (cause instanceof Error) return rootOf(cause);
  return { words: error.message, code: (error as NodeJS.ErrnoException).code ?? "" };
}
