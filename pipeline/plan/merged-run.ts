// Parts of one run that several machines made -> the run. Pure.

import { UserError } from "../model/errors.ts";
import type { RunRecord } from "../model/run-record.ts";

type Named = { readonly run: number; readonly startedAt: string; readonly durationMs: number };

/** Throws UserError where two parts contradict each other: then they are no parts of one run. */
export function mergedRun(parts: readonly RunRecord[], named: Named): RunRecord {
  const [first] = parts;
  if (!first) throw new UserError("merge: there is nothing to merge", "./twinboot merge DIR...");
  for (const { host } of parts) {
    same("QEMU", first.host.qemuDigest, host.qemuDigest);
    same("compiler", first.host.compiler, host.compiler);
  }
  const all = <K extends "heads" | "series" | "kernels" | "hypervisors" | "traces">(
    key: K,
    nameOf: (one: RunRecord[K][number]) => string,
  ) =>
    unique(
      parts.flatMap((part) => [...part[key]] as RunRecord[K][number][]),
      nameOf,
    );
  const metrics = parts.flatMap((part) => part.metrics ?? []);
  return {
    schema: first.schema,
    ...named,
    host: first.host,
    heads: agreed(all("heads", (one) => JSON.stringify([one.name, one.pin]))),
    series: all("series", ({ name, head }) => `${name} ${head}`),
    kernels: all("kernels", ({ digest, series, head, flavour }) =>
      [digest, series, head, flavour].join(" "),
    ),
    hypervisors: all("hypervisors", ({ digest }) => digest),
    cells: cellsOf(parts, named.run),
    ...(metrics.length ? { metrics } : {}),
    traces: all("traces", ({ step }) => step),
  };
}

function same(what: string, one: string, other: string): void {
  if (one !== other)
    throw new UserError(
      `merge: the parts were made with another ${what}: their cells cannot stand in one report`,
      "make all parts on the same image",
    );
}

function unique<T>(values: readonly T[], nameOf: (one: T) => string): T[] {
  return [...new Map(values.map((one) => [nameOf(one), one])).values()];
}

/** Two parts that saw one head at two places are two runs. */
function agreed(heads: RunRecord["heads"]): RunRecord["heads"] {
  const twice = heads.find(({ name }, at) => heads.findIndex((one) => one.name === name) !== at);
  if (!twice) return heads;
  throw new UserError(
    `merge: the head ${twice.name} moved between the parts`,
    "run them again from one plan",
  );
}

/** What a part booted itself was booted in this run. */
function cellsOf(parts: readonly RunRecord[], run: number): RunRecord["cells"] {
  const cells = parts.flatMap((part) =>
    part.cells.map((cell) => (cell.bootedIn === part.run ? { ...cell, bootedIn: run } : cell)),
  );
  const names = cells.map((one) => [one.series, one.head, one.flavour, one.platform].join(" "));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return cells;
  throw new UserError(`merge: two parts have the cell ${twice}`, "give each part once");
}
