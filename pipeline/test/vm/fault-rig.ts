// Boots one kernel with planted faults, and gives the verdict of each.

import { expect } from "vitest";
import { planned } from "../../work/pinned.ts";
import { withSession } from "../../work/session.ts";
import type { EngineEvent, Traces } from "../../engine/run.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import { digestOfValue } from "../../model/digest.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { Clocks, Platform } from "../../model/described/platform.ts";
import type { Plan } from "../../model/work/plan.ts";
import type { Step } from "../../model/work/step.ts";

/** Short ones: half of the faults only show when a clock has run out. Multiplied by six under TCG. */
const clocks = { boot: 5, silence: 2, cap: 20, drain: 0.5 };

export type Expectation = { fault: string; verdict: string; reason?: string; because: string };

/** Faults that a guest strikes itself, and what each comes to on any machine. */
export const guestFaults: readonly Expectation[] = [
  { fault: "none", verdict: "pass", because: "power-off" },
  { fault: "panic", verdict: "fail", reason: "panic", because: "early-exit" },
  { fault: "exit", verdict: "fail", reason: "panic", because: "early-exit" },
  { fault: "reboot", verdict: "fail", reason: "died", because: "early-exit" },
  { fault: "hang", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "silent", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "fakepass", verdict: "fail", reason: "hang", because: "silence" },
  { fault: "lost", verdict: "infra", reason: "missing-records", because: "power-off" },
  { fault: "corrupt", verdict: "infra", reason: "damaged-records", because: "power-off" },
  { fault: "segv", verdict: "fail", reason: "test-failed", because: "power-off" },
  { fault: "failtest", verdict: "fail", reason: "test-failed", because: "power-off" },
  { fault: "nopoweroff", verdict: "pass", because: "unclean" },
];

/** Boots the kernel that a run boots on this platform once for each fault, several at a time. */
export async function judgedFaults(
  faults: readonly string[],
  on = "bare-q35",
  own: Clocks = clocks,
): Promise<Expectation[]> {
  return withSession({ fresh: true }, async (session) => {
    const { plan } = await planned(session, { platform: [on] }, { onEvent: loud });
    const platform = session.descriptions.platforms.get(on);
    if (!platform) throw new Error(`there is no platform ${on}`);
    const cells = faultSteps(plan, faults, { ...platform, clocks: own });
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

function faultSteps(plan: Plan, faults: readonly string[], platform: Platform) {
  const cell = plan.cells.at(-1);
  if (!cell) throw new Error(`there is no cell on ${platform.platform}`);
  return faults.map((fault) => {
    const cmdline = [...platform.cmdline, `tb.fault=${fault}`];
    const params = { ...cell.booted.params, platform: { ...platform, cmdline } };
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
