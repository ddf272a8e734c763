// Boots one kernel with planted faults, and gives the verdict of each.

import { expect } from "vitest";
import { parseCommandLine } from "../../cli/arguments.ts";
import { planned } from "../../cli/commands/run.ts";
import { type Session, withSession } from "../../cli/session.ts";
import type { EngineEvent, Traces } from "../../engine/run.ts";
import type { BootRecord } from "../../model/boot-record.ts";
import { digestOfValue } from "../../model/digest.ts";
import type { Judgement } from "../../model/judge.ts";
import type { Clocks } from "../../model/platform.ts";
import type { Plan } from "../../model/plan.ts";
import type { Step } from "../../model/step.ts";

/** Short ones: half of the faults only show when a clock has run out. Multiplied by six under TCG. */
const clocks = { boot: 5, silence: 2, cap: 20, drain: 0.5 };

export type Expectation = { fault: string; verdict: string; reason?: string; because: string };

/** Boots the kernel that a run boots on this platform once for each fault, several at a time. */
export async function judgedFaults(
  faults: readonly string[],
  on = "bare-q35",
  own: Clocks = clocks,
): Promise<Expectation[]> {
  const command = ["run", "--fresh", "--platform", on];
  const { options } = parseCommandLine(command);
  return withSession(options, async (session) => {
    const { plan } = await planned(session, options, { onEvent: loud });
    const cells = faultSteps(session, plan, faults, on, own);
    const traces = await session.run(
      cells.map(({ judged }) => judged),
      loud,
    );
    return cells.map(({ fault, booted, judged }) => {
      const { ended, registers } = valueOf(traces, booted);
      const { verdict, finding } = valueOf(traces, judged);
      if (ended.because === "silence") expect(registers?.bytes ?? 0).toBeGreaterThan(500);
      const { because } = ended;
      return finding
        ? { fault, verdict, reason: finding.reason, because }
        : { fault, verdict, because };
    });
  });
}

function faultSteps(
  { descriptions }: Session,
  plan: Plan,
  faults: readonly string[],
  on: string,
  own: Clocks,
) {
  const cell = plan.cells.at(-1);
  const platform = descriptions.platforms.get(on);
  if (!cell || !platform) throw new Error(`there is no cell on ${on}`);
  return faults.map((fault) => {
    const cmdline = [...platform.cmdline, `tb.fault=${fault}`];
    const params = { ...cell.booted.params, platform: { ...platform, clocks: own, cmdline } };
    const booted: Step<BootRecord> = {
      ...cell.booted,
      params,
      id: digestOfValue({ fault }),
      label: fault,
    };
    const inputs = { ...cell.judged.inputs, booted };
    const judged: Step<Judgement> = {
      ...cell.judged,
      inputs,
      id: digestOfValue({ judged: fault }),
    };
    return { fault, booted, judged };
  });
}

function valueOf<V extends BootRecord | Judgement>(traces: Traces, of: Step<V>): V {
  const outcome = traces.get(of.id)?.outcome;
  if (outcome?.status !== "pass") throw new Error(`${of.label}: ${JSON.stringify(outcome)}`);
  return outcome.value as V;
}

function loud(event: EngineEvent): void {
  if (event.type === "ended" && event.trace.outcome.status === "error")
    process.stderr.write(`${event.step.label}: ${event.trace.outcome.message}\n`);
}
