// Described hypervisors in the order of their versions: those of git say theirs only once they are built.

import type { BuiltHypervisor } from "../../model/described/hypervisor.ts";
import type { Step } from "../../model/work/step.ts";
import { betweenVersions } from "../../plan/bisect/rows-of-platform.ts";
import type { RowUnder } from "../../plan/bisect/trial-plans.ts";
import { machineryOf } from "../../plan/matrix/matrix.ts";
import { required } from "../../plan/required.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import type { HypervisorCase } from "./hypervisor-case.ts";

export type Point = { readonly row: RowUnder; readonly version: string };

/** What cannot be built is left out, and said: its version is not known either. */
export async function versionLine(
  { request, rows, from, to }: HypervisorCase,
  session: Pick<Session, "run">,
  onEvent: Show["onEvent"],
): Promise<{ line: Point[]; notes: string[] }> {
  const { hypervisors } = machineryOf(request);
  const steps = rows.map(({ hypervisor }) => required(hypervisors.get(hypervisor), hypervisor));
  const traces = await session.run(steps, onEvent);
  const versionOf = ({ id }: Step<BuiltHypervisor>): string | undefined => {
    const outcome = traces.get(id)?.outcome;
    return outcome?.status === "pass" ? (outcome.value as BuiltHypervisor).version : undefined;
  };
  const points = rows.map((row, at) => ({
    row,
    version: versionOf(required(steps[at], "a step")),
  }));
  const known = points.filter((one): one is Point => one.version !== undefined);
  const endOf = ({ hypervisor }: RowUnder): Point =>
    required(
      known.find(({ row }) => row.hypervisor === hypervisor),
      hypervisor,
    );
  return {
    line: betweenVersions(known, endOf(from), endOf(to)),
    notes: points.flatMap(({ row, version }) =>
      version === undefined ? [`${row.hypervisor} is left out: it could not be made here.`] : [],
    ),
  };
}
