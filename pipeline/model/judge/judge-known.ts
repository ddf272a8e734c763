// What the known entries change for a judge: faults and tests that are set aside, lines that decide.

import type { ConsoleFault } from "./console-fault.ts";
import { type Finding, kernelFault } from "./finding.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import { type Allowed, type Known, matches } from "../described/known.ts";
import { messageText } from "./message-text.ts";
import { faultFinding, type Witness } from "./witness.ts";

export type SetAside<T> = { readonly left: T; readonly allowed: readonly Allowed[] };

/** Only complaints: no entry brings back a kernel that went down. */
export function withoutAllowedFaults<W extends Witness>(
  witness: W,
  known: readonly Known[],
): SetAside<W> {
  const by = ({ kind, text }: ConsoleFault): Known | undefined =>
    kind === "oops"
      ? allows(known).find((one) => one.console && matches(messageText(text), one.console))
      : undefined;
  const { console } = witness;
  const faults = console.faults.filter((fault) => !by(fault));
  const allowed = console.faults.flatMap((fault) => allowedBy(by(fault), fault.text));
  return { left: { ...witness, console: { ...console, faults } }, allowed };
}

export function withoutAllowedTests(
  tests: readonly GuestTest[],
  known: readonly Known[],
): SetAside<readonly GuestTest[]> {
  const by = ({ name, result, detail }: GuestTest): Known | undefined =>
    result === "fail"
      ? allows(known).find(
          ({ test, said }) =>
            test !== undefined &&
            matches(name, test) &&
            (said === undefined || matches(detail, said)),
        )
      : undefined;
  const left = tests.filter((test) => !by(test));
  const allowed = tests.flatMap((test) => allowedBy(by(test), `${test.name}: ${test.detail}`));
  return { left, allowed };
}

/** The first line of the console that an entry denies. Records are the guest's own words and no console text. */
export function deniedLine(witness: Witness, known: readonly Known[]): Finding | undefined {
  const denies = known.filter(({ list }) => list === "deny");
  if (!denies.length) return undefined;
  for (const { speaker, line, text, whole } of witness.console.segments) {
    if (speaker === "record" || speaker === "damaged") continue;
    const by = denies.find((one) => one.console && matches(text, one.console));
    if (by) return denied(witness, by, { line, text: whole.trim() });
  }
  return undefined;
}

function denied(
  witness: Witness,
  { known, reason, link }: Known,
  at: Pick<ConsoleFault, "line" | "text">,
): Finding {
  const found = faultFinding(witness, at, "denied-line", kernelFault);
  const summary = `${found.summary} (denied by ${known}: ${reason}; ${link})`;
  return { ...found, summary };
}

function allows(known: readonly Known[]): Known[] {
  return known.filter(({ list }) => list === "allow");
}

function allowedBy(entry: Known | undefined, text: string): Allowed[] {
  if (!entry) return [];
  const { known: by, reason, link, expires } = entry;
  return [{ by, reason, link, expires, text }];
}
