// Compares the kernel's memory of faults with its console: a fault whose line was lost, or whose form is unknown, still
// shows in kernel.tainted.

import type { ConsoleFault } from "./console-fault.ts";
import { taintOf } from "./fault-of-message.ts";
import { type Finding, kernelFault } from "./finding.ts";
import { faultTaints, taintWords } from "./taint.ts";
import { bodiesOf, type Witness } from "./witness.ts";

/** The guest's facts with the value of /proc/sys/kernel/tainted: before its tests, and after them. */
const before = "kernel.tainted";
const after = "kernel.taintedAtEnd";

/** The first protocol that promises the second of them. */
const promisedBy = 2;

/** `allowed`: faults on the guest's console that are known and do not decide; their taint does not either. */
export function judgeTaint(guest: Witness, allowed: readonly ConsoleFault[]): Finding | undefined {
  const own = bodiesOf(guest);
  const said = own.flatMap(({ body, line }) =>
    body.record === "fact" && (body.name === before || body.name === after)
      ? [{ line, ...body }]
      : [],
  );
  const explained = new Set(allowed.map(({ form }) => taintOf(form)));
  for (const { line, name, value } of said) {
    const letters = faultTaints(value).filter((letter) => !explained.has(letter));
    if (letters.length)
      return {
        reason: "tainted",
        fault: kernelFault,
        summary: `the kernel is tainted by ${taintWords(letters)} ${name === after ? "after the tests" : "when init begins"} (${name} is ${value}), and no line of its console says why`,
        line: { in: guest.console.name, line, text: guest.console.lines[line - 1] ?? "" },
      };
  }
  const promised = own.some(({ body }) => body.record === "start" && body.protocol >= promisedBy);
  if (!promised || said.some(({ name }) => name === after)) return undefined;
  const summary = `the guest did not report ${after}, so a fault may have gone unseen`;
  return { reason: "missing-proof", fault: "infrastructure", summary };
}
