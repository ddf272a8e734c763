import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../cli/arguments.ts";
import { planned } from "../../cli/commands/run.ts";
import { withSession } from "../../cli/session.ts";
import type { Traces } from "../../engine/run.ts";
import type { BootRecord } from "../../model/boot-record.ts";
import { digestOfValue } from "../../model/digest.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import type { Judgement } from "../../model/judge.ts";
import type { PlannedCell } from "../../model/plan.ts";
import type { GuestPlatform, MachinePlatform } from "../../model/platform.ts";
import type { Step } from "../../model/step.ts";

type Seen = { readonly platform: string; readonly verdict: string; readonly because: string };

describe("a boot that dom0 shares among its guests", { tags: ["vm"] }, () => {
  it("judges each by its own record: one that hangs is destroyed, and the next one passes", async () => {
    const seen = await judged(({ host, guests }) => ({ host, guests: guests.map(hangingPv) }));
    expect(seen).toEqual([
      { platform: "xen-pv-domu", verdict: "fail: hang", because: "silence" },
      { platform: "xen-pvh-domu", verdict: "pass", because: "power-off" },
    ]);
  });

  it("blames no guest for a dom0 that dies before it: they are blocked", async () => {
    const seen = await judged(({ host, guests }) => ({
      host: { ...host, cmdline: [...host.cmdline, "rdinit=/nothing"] },
      guests,
    }));
    expect(seen).toEqual([
      { platform: "xen-pv-domu", verdict: "blocked: not-reached", because: "not-reached" },
      { platform: "xen-pvh-domu", verdict: "blocked: not-reached", because: "not-reached" },
    ]);
  });
});

/** Its clocks are short, so that the test does not wait for theirs. */
function hangingPv(guest: GuestPlatform): GuestPlatform {
  if (guest.platform !== "xen-pv-domu") return guest;
  const clocks = { ...guest.clocks, silence: 3 };
  return { ...guest, clocks, cmdline: [...guest.cmdline, "tb.fault=hang"] };
}

type Shared = { readonly host: MachinePlatform; readonly guests: readonly GuestPlatform[] };

/** Boots the newest kernel's PV and PVH domUs in one boot of a dom0 that was changed. */
async function judged(change: (shared: Shared) => Shared): Promise<Seen[]> {
  const command = ["run", "--fresh", "--platform", "xen-pv-domu,xen-pvh-domu"];
  const { options } = parseCommandLine(command);
  return withSession(options, async (session) => {
    const { plan } = await planned(session, options, { onEvent: () => undefined });
    const shared = new Map<string, Step>();
    const cells = plan.cells.slice(-2).map((cell) => changedCell(cell, change, shared));
    const traces = await session.run(
      cells.map((cell) => cell.judged),
      () => undefined,
    );
    return cells.map(({ platform, booted, judged: by }) => {
      const { verdict, finding } = valueOf(traces, by);
      const { because } = valueOf(traces, booted).ended;
      return { platform, verdict: finding ? `${verdict}: ${finding.reason}` : verdict, because };
    });
  });
}

/** The cell with another host and other guests; `made` has the boot that its neighbour uses too. */
function changedCell(
  cell: PlannedCell,
  change: (shared: Shared) => Shared,
  made: Map<string, Step>,
): Pick<PlannedCell, "platform" | "booted" | "judged"> {
  const whole = cell.booted.inputs["shared"];
  if (!whole) throw new Error(`${cell.platform} is no guest`);
  const params = { ...whole.params, ...change(whole.params as unknown as Shared) } as JsonObject;
  const shared = made.get(whole.id) ?? again({ ...whole, params });
  made.set(whole.id, shared);
  const booted: Step<BootRecord> = again({ ...cell.booted, inputs: { shared } });
  const by: Step<Judgement> = again({ ...cell.judged, inputs: { ...cell.judged.inputs, booted } });
  return { platform: cell.platform, booted, judged: by };
}

/** The same work by another name, as its inputs or parameters are others. */
function again<V extends Json>(step: Step<V>): Step<V> {
  const inputs = Object.values(step.inputs).map(({ id }) => id);
  return { ...step, id: digestOfValue({ changed: step.id, params: step.params, inputs }) };
}

function valueOf<V extends Json>(traces: Traces, of: Step<V>): V {
  const outcome = traces.get(of.id)?.outcome;
  if (outcome?.status === "pass") return outcome.value as V;
  throw new Error(`${of.label}: ${JSON.stringify(outcome)}`);
}
