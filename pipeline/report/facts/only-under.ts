// A kernel that fails under one hypervisor and passes as the same row under another: its own bytes are not the difference.

import { rowOf } from "../../model/described/hypervisor-of.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

/** A sentence; undefined where nothing can be said. */
export function onlyUnder(cell: RunCell, { cells, hypervisors }: RunRecord): string | undefined {
  const { hypervisor, verdict } = cell;
  if (hypervisor === undefined || !["fail", "base-broken"].includes(verdict)) return undefined;
  const others = cells.filter((one) => isSameRow(one, cell) && one.hypervisor !== hypervisor);
  const passed = others.filter((one) => one.verdict === "pass" && one.kernel === cell.kernel);
  if (!passed.length || passed.length < others.length) return undefined;
  const [own, ...under] = [cell, ...passed].map((one) => inWords(one, hypervisors));
  return `Only under ${own}: the same kernel passes under ${under.join(" and ")}.`;
}

function isSameRow(one: RunCell, other: RunCell): boolean {
  const keys = ["series", "head", "flavour"] as const;
  return keys.every((key) => one[key] === other[key]) && plain(one) === plain(other);
}

function plain({ platform, hypervisor }: RunCell): string | undefined {
  return hypervisor === undefined ? undefined : rowOf(platform, hypervisor);
}

function inWords({ hypervisor }: RunCell, hypervisors: RunRecord["hypervisors"]): string {
  const found = hypervisors.find(({ name }) => name === hypervisor);
  return found ? `${found.name} ${found.version}` : (hypervisor ?? "");
}
