// Boot phases per platform as bars, of one kernel.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { type BootPhases, bootPhases } from "../facts/boot-phases.ts";
import { type Html, markup } from "../safe/html-escape.ts";

type Boot = { readonly cell: RunCell; readonly phases: BootPhases };

const names = ["kernel", "tests", "rest"] as const;

/** Of the first kernel that booted; undefined where none told its phases. */
export function phasesView({ cells }: RunRecord): Html | undefined {
  const told = cells.flatMap((cell): Boot[] => {
    const phases = bootPhases(cell);
    return phases ? [{ cell, phases }] : [];
  });
  const [first] = told;
  if (!first) return undefined;
  const { head, series } = first.cell;
  const own = told.filter(({ cell }) => cell.head === head && cell.series === series);
  const longest = Math.max(...own.map(({ phases }) => secondsIn(phases)));
  const rows = own.map((boot) => rowView(boot, longest));
  const key = names.map((name) => markup`<span class="phase ${name}">${words[name]}</span> `);
  return markup`<p class="note">Wall time of each boot of ${head} ${series}, by the guest's own clock. ${key}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Boot phases"><table class="history">
<thead><tr><th scope="col">Platform</th><th scope="col">Phases</th><th scope="col" class="number">Seconds</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

const words = {
  kernel: "kernel, until PID 1",
  tests: "tests",
  rest: "firmware, hypervisor and power-off",
} as const;

function secondsIn({ kernel, tests, rest }: BootPhases): number {
  return kernel + tests + rest;
}

function rowView({ cell, phases }: Boot, longest: number): Html {
  const told = names.map((name) => `${words[name]} ${phases[name].toFixed(1)} s`).join(", ");
  let from = 0;
  const bars = names.map((name) => {
    const bar = markup`<rect class="${name}" x="${from}" y="0" height="10" width="${Math.round((1000 * phases[name]) / longest)}"/>`;
    from += Math.round((1000 * phases[name]) / longest);
    return bar;
  });
  return markup`
<tr><th scope="row">${cell.platform}</th><td><svg class="strip phases" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="${told}"><title>${told}</title>${bars}</svg></td><td class="number">${secondsIn(phases).toFixed(1)}</td></tr>`;
}
