// What fails is booted again: which boots that are, and what run.json then says of the cell.

import { describe, expect, test } from "vitest";
import type { Digest } from "../../model/digest.ts";
import { type Plan, type PlannedCell, stepsOf } from "../../model/work/plan.ts";
import type { Trace } from "../../model/record/trace.ts";
import { descriptionsWith, edited, host, pins } from "../../test/description-rig.ts";
import { type BootResult, trace, tracesOf } from "../../test/traces-rig.ts";
import { plannedAttempts } from "./attempts.ts";
import { cellRecord } from "./cell-record.ts";
import { planOf } from "./matrix.ts";
import { selectionOf } from "../read/selection.ts";

const domu = "images/platforms/domu.yaml";
const second = { "images/platforms/domv.yaml": edited(domu, "domu\n", "domv\n")[domu] };
const all = await descriptionsWith(second);
const filters = { head: ["main"], platform: ["all"] };
const plan: Plan = planOf({ all, selection: selectionOf(all, filters), pins, host });

type Wrong = Readonly<Record<string, BootResult>>;

/** All cells pass but those named, `base dom0` for instance. */
function firstTraces(wrong: Wrong): Map<Digest, Trace> {
  return new Map(plan.cells.flatMap((cell) => tracesOf(cell, wrong[nameOf(cell)] ?? "pass")));
}

function nameOf({ series, platform }: PlannedCell): string {
  return `${series} ${platform}`;
}

function cellOf(name: string): PlannedCell {
  const cell = plan.cells.find((one) => nameOf(one) === name);
  if (cell) return cell;
  throw new Error(`there is no ${name} among ${plan.cells.map(nameOf).join(", ")}`);
}

/** What the cell comes to where its later boots do as said; other cells pass but those in `others`. */
function recordOf(
  name: string,
  first: BootResult,
  later: readonly BootResult[],
  others: Wrong = {},
) {
  const traces = firstTraces({ ...others, [name]: first });
  const attempts = plannedAttempts(plan, traces).filter(({ of }) => of === cellOf(name).judged.id);
  for (const [index, seen] of later.entries()) {
    const attempt = attempts[index];
    if (attempt) for (const [id, one] of tracesOf(attempt, seen)) traces.set(id, one);
  }
  const ran = { run: 1, platforms: all.platforms, traces, attempts };
  return cellRecord(ran, cellOf(name));
}

/** The cell's first boot is another one. */
function renewed(traces: Map<Digest, Trace>, name: string): void {
  const { booted } = cellOf(name);
  const first = traces.get(booted.id);
  if (first?.outcome.status !== "pass") throw new Error(`${name} was not booted`);
  const value = { ...(first.outcome.value as object), nonce: "another boot" };
  traces.set(...trace(booted, { status: "pass", value }));
}

/** The shared boots of the second attempts of a series. */
const guestsOf = (wrong: Wrong) =>
  plannedAttempts(plan, firstTraces(wrong), 2)
    .filter(({ booted }) => booted.label.includes("+s"))
    .map(({ booted }) => booted.inputs["shared"]);

describe("the boots of a second plan", () => {
  test("are none where every cell passes", () => {
    expect(plannedAttempts(plan, firstTraces({}))).toEqual([]);
  });

  test("are two more of each cell that failed, of the base as of a series", () => {
    const traces = firstTraces({ "base bare": "hang", "s bare": "panic" });
    const seen = plannedAttempts(plan, traces).map(({ attempt, booted }) => [
      attempt,
      booted.label,
    ]);
    expect(seen).toEqual([
      [2, "boot bare main, attempt 2"],
      [2, "boot bare main+s, attempt 2"],
      [3, "boot bare main, attempt 3"],
      [3, "boot bare main+s, attempt 3"],
    ]);
    expect(plannedAttempts(plan, traces, 1)).toEqual([]);
  });

  test("are two of the base beside each of a series that failed, in turns", () => {
    const traces = firstTraces({ "s bare": "hang" });
    expect(plannedAttempts(plan, traces).map(({ booted }) => booted.label)).toEqual([
      "boot bare main+s, attempt 2",
      "boot bare main, attempt 2",
      "boot bare main+s, attempt 3",
      "boot bare main, attempt 3",
    ]);
    const witness = plannedAttempts(plan, traces, 1);
    expect(witness.map(({ booted }) => booted.label)).toEqual(["boot bare main, attempt 2"]);
  });

  test("of the base are others for another failure: an older night's are no witness", () => {
    const traces = firstTraces({ "s bare": "hang" });
    const [before] = plannedAttempts(plan, traces, 1);
    renewed(traces, "s bare");
    const [after] = plannedAttempts(plan, traces, 1);
    expect(after?.booted.id).not.toBe(before?.booted.id);
  });

  test("are made where a series loses a test that the base passes", () => {
    const rest = { verdict: "pass", cleanEnd: true, facts: {} } as const;
    const whole = { ...rest, tests: named("memory", "disk") };
    const traces = firstTraces({
      "base bare": whole,
      "s bare": { ...rest, tests: named("memory") },
    });
    expect(plannedAttempts(plan, traces, 2)).toHaveLength(2);
    const alike = firstTraces({ "base bare": whole, "s bare": whole });
    expect(plannedAttempts(plan, alike, 2)).toEqual([]);
  });

  test("are the same however often they are planned, and others after another first boot", () => {
    const traces = firstTraces({ "s bare": "hang" });
    const ids = () => plannedAttempts(plan, traces).map(({ judged }) => judged.id);
    const before = ids();
    expect(ids()).toEqual(before);
    renewed(traces, "s bare");
    expect(ids()).not.toEqual(before);
  });

  test("need nothing that was not made for the first one, but the boot itself", () => {
    const attempts = plannedAttempts(plan, firstTraces({ "s domu": "hang" }), 2);
    const boots = ["boot-guests", "guest-boot", "judge-boot"];
    const known = new Set(stepsOf(plan.cells.map(({ judged }) => judged)).map(({ id }) => id));
    const fresh = stepsOf(attempts.map(({ judged }) => judged)).filter(({ id }) => !known.has(id));
    expect(fresh.map(({ kind }) => kind.name)).toEqual([...boots, ...boots]);
  });

  test("of a host are shared again, by the guests that failed alone", () => {
    const [one] = guestsOf({ "s domv": "hang" });
    expect(one?.params["guests"]).toMatchObject([{ platform: "domv" }]);
    const [left, right] = guestsOf({ "s domu": "hang", "s domv": "hang" });
    expect(left?.id).toBe(right?.id);
    expect(left?.params["guests"]).toHaveLength(2);
  });

  test("are none of a kernel that was not built", () => {
    const traces = firstTraces({});
    for (const { judged, kernel } of plan.cells)
      traces.set(...trace(judged, { status: "blocked", by: kernel.id }));
    expect(plannedAttempts(plan, traces)).toEqual([]);
  });
});

function named(...names: readonly string[]) {
  return names.map((name) => ({
    record: "test" as const,
    name,
    result: "pass" as const,
    detail: "",
  }));
}

/** Whose each boot of a cell is that hung once and passed twice. */
function blamed(name: string): (string | undefined)[] {
  const { attempts = [] } = recordOf(name, "hang", ["pass", "pass"]);
  return attempts.map(({ finding }) => finding?.fault);
}

describe("a cell that was booted again", () => {
  test("keeps every boot, with its finding and its console", () => {
    const { attempts = [] } = recordOf("s bare", "hang", ["pass", "panic"]);
    expect(attempts.map(({ verdict, finding }) => finding?.reason ?? verdict)).toEqual([
      "hang",
      "pass",
      "panic",
    ]);
    expect(new Set(attempts.map(({ console }) => console?.digest)).size).toBe(3);
  });

  // prettier-ignore
  test.each<[string, BootResult, BootResult[], string]>([
    ["fails three of three", "hang", ["hang", "hang"], "fail hang"],
    ["fails two of three", "hang", ["pass", "hang"], "fail hang"],
    ["passes and is unstable where one of three hung", "hang", ["pass", "pass"], "pass unstable"],
    ["fails where one of three panicked", "panic", ["pass", "pass"], "fail panic"],
  ])("%s", (_, first, later, expected) => {
    const { verdict, finding, unstable } = recordOf("s bare", first, later);
    const words = [verdict, finding?.reason, unstable && "unstable"];
    expect(words.filter(Boolean).join(" ")).toBe(expected);
  });

  test("of the unpatched kernel is the head's in every boot", () => {
    expect(blamed("base bare")).toEqual(["head", undefined, undefined]);
    expect(blamed("s bare")).toEqual(["series", undefined, undefined]);
  });

  test("has the evidence of the boot that decided", () => {
    const { evidence, attempts = [] } = recordOf("s bare", "hang", ["pass", "pass"]);
    expect(evidence.console).toEqual(attempts[1]?.console);
  });

  test("that hung names the test that comes next in a boot that came further", () => {
    const rest = { cleanEnd: true, facts: {} };
    const finding = { reason: "hang", fault: "series", summary: "silent" } as const;
    const hung = { verdict: "fail", finding, ...rest, tests: named("memory") } as const;
    const whole = { verdict: "pass", ...rest, tests: named("memory", "fpu") } as const;
    const cell = recordOf("s bare", hung, [hung, hung], { "base dom0": whole });
    expect(cell.finding?.summary).toBe("silent; fpu comes next");
  });

  test("was booted once where that was enough", () => {
    const cell = recordOf("s bare", "pass", []);
    expect([cell.attempts, cell.unstable]).toEqual([undefined, undefined]);
  });
});

/** The guest hangs in every boot; dom0 with the unpatched kernel does as said. */
function guestVerdict(first: BootResult, later: BootResult): string {
  const traces = firstTraces({ "base dom0": first, "s domu": "hang" });
  const attempts = plannedAttempts(plan, traces);
  const again: Wrong = { "base dom0": later, "s domu": "hang" };
  for (const one of attempts) {
    const cell = plan.cells.find(({ judged }) => judged.id === one.of);
    const seen = (cell && again[nameOf(cell)]) ?? "pass";
    for (const made of tracesOf(one, seen)) traces.set(...made);
  }
  const ran = { run: 1, platforms: all.platforms, traces, attempts };
  const { verdict, finding } = cellRecord(ran, cellOf("s domu"));
  return `${verdict} ${finding?.reason}`;
}

describe("the guests of a host whose smoke test", () => {
  test("fails in every boot are blocked", () => {
    expect(guestVerdict("panic", "panic")).toBe("blocked host-failed");
  });

  test("hung once and passed twice answer for themselves", () => {
    expect(guestVerdict("hang", "pass")).toBe("fail hang");
  });
});
