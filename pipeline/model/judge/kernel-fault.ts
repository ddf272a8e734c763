// Which of a kernel's faults decides: the one that began it, not what came of it.

import type { ConsoleFault, ConsoleFaultKind } from "./console-fault.ts";
import { taintOf } from "./fault-of-message.ts";
import { type Fault, type Finding, kernelFault } from "./finding.ts";
import { messageText } from "./message-text.ts";
import { faultFinding, type Witness } from "./witness.ts";

/** Undefined where the kernel tells of no fault. */
export function kernelFaultFinding(witness: Witness): Finding | undefined {
  const { faults } = witness.console;
  const panic = faults.find(({ kind }) => kind === "panic");
  if (panic) return panicFinding(witness, panic);
  return faultOf(witness, "oops") ?? faultOf(witness, "reset");
}

/** The first of a kind. */
export function faultOf(
  witness: Witness,
  kind: ConsoleFaultKind,
  fault: Fault = kernelFault,
): Finding | undefined {
  const seen = witness.console.faults.find((one) => one.kind === kind);
  return seen && faultFinding(witness, seen, kind === "hypervisor-oops" ? "oops" : kind, fault);
}

/** Panics that only carry out what was decided before: the fault itself stands above. */
const follows =
  /panic_on_\w+ set|Fatal exception|Fatal (?:error|hardware)|[Bb]locked tasks|softlockup: hung|[Hh]ard LOCKUP|RCU [Ss]tall|scheduling while atomic|Attempted to kill (?:init|the idle task)|Aiee, killing|[Uu]nrecoverable|[Oo]ops|[Kk]ernel stack (?:overflow|pointer)|Corrupt kernel stack|SError Interrupt|Unhandled exception|[Mm]achine check/;

/** A panic, or the fault that it comes of where that stands above. */
export function panicFinding(witness: Witness, panic: ConsoleFault): Finding {
  const cause = follows.test(panic.text) ? causeOf(witness.console.faults, panic) : undefined;
  if (!cause) return faultFinding(witness, panic, "panic", kernelFault);
  if (bySwitch.test(panic.text)) return faultFinding(witness, cause, "oops", kernelFault);
  const found = faultFinding(witness, cause, "panic", kernelFault);
  return { ...found, summary: `${found.summary}; then ${messageText(panic.text)}` };
}

/** Only a switch of the command line made a panic of it: the kernel could have gone on. */
const bySwitch = /panic_on_\w+ set/;

/** What kills by itself, and what corrupts memory before; later ones come of the first. */
const deadly: ReadonlySet<string | undefined> = new Set(["D", "B"]);

/** Lines between those of one fault: "BUG: unable to handle ..." before "Oops: 0000 [#1]". */
const nextLines = 8;

/** Of a panic that an oops ends in, the first that kills; else the nearest fault above, from its first line on. */
function causeOf(faults: readonly ConsoleFault[], panic: ConsoleFault): ConsoleFault | undefined {
  const above = faults.filter(({ kind, line }) => kind === "oops" && line <= panic.line);
  const first = above.find(({ form }) => deadly.has(taintOf(form)));
  if (first && !bySwitch.test(panic.text) && !ofClocks.test(panic.text)) return first;
  let cause = above.at(-1);
  for (const fault of above.toReversed())
    if (cause && cause.line - fault.line <= nextLines) cause = fault;
  return cause;
}

const ofClocks = /[Bb]locked tasks|softlockup|LOCKUP|[Ss]tall/;
