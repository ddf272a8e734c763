// A kernel that fails under one hypervisor and passes as the same row under another: its own bytes are not the difference.

import { rowOf } from "../../model/described/hypervisor-of.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

type Hypervisors = RunRecord["hypervisors"];

/** The cells, with the finding of such a one saying so. */
export function withOnlyUnder(cells: readonly RunCell[], hypervisors: Hypervisors): RunCell[] {
  return cells.map((cell) => {
    const { finding, hypervisor, verdict } = cell;
    if (!finding || hypervisor === undefined || !["fail", "base-broken"].includes(verdict))
      return cell;
    const others = cells.filter((one) => isSameRow(one, cell) && one.hypervisor !== hypervisor);
    const passed = others.filter((one) => one.verdict === "pass" && one.kernel === cell.kernel);
    if (!passed.length || passed.length < others.length) return cell;
    const under = passed.map((one) => inWords(one, hypervisors)).join(" and ");
    const words = `only under ${inWords(cell, hypervisors)}: the same kernel passes under ${under}`;
    return { ...cell, finding: { ...finding, summary: `${finding.summary}; ${words}` } };
  });
}

function isSameRow(one: RunCell, other: RunCell): boolean {
  const keys = ["series", "head", "flavour"] as const;
  return keys.every((key) => one[key] === other[key]) && plain(one) === plain(other);
}

function plain({ platform, hypervisor }: RunCell): string | undefined {
  return hypervisor === undefined ? undefined : rowOf(platform, hypervisor);
}

function inWords({ hypervisor }: RunCell, hypervisors: Hypervisors): string {
  const found = hypervisors.find(({ name }) => name === hypervisor);
  return found ? `${found.name} ${found.version}` : (hypervisor ?? "");
}
