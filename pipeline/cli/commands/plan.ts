// ./twinboot plan: the pinned heads and the steps; runs nothing but the looking.

import { writeFile } from "node:fs/promises";
import { pinInWords } from "../../model/described/head.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/work/plan.ts";
import { planOf } from "../../plan/matrix/matrix.ts";
import { matrixOfParts, plannedMatrix } from "../../plan/matrix/planned-matrix.ts";
import { type Filters, mustFit, selectionOf } from "../../plan/read/selection.ts";
import { pinned } from "../../work/pinned.ts";
import { withReachableHeads } from "../../work/reachable-heads.ts";
import { withSession } from "../../work/session.ts";

type Given = Filters & {
  readonly json: boolean;
  readonly github: boolean;
  readonly output?: string;
};

export async function planCommand(options: Given): Promise<number> {
  return withSession({}, async (session) => {
    const { descriptions: all, host } = session;
    const selection = selectionOf(all, await withReachableHeads(all, options));
    mustFit(all, options, selection);
    const pins = await pinned(session, selection, { onEvent: () => undefined });
    const request = { all, selection, pins, host };
    const plan = planOf(request);
    const matrix = options.github
      ? matrixOfParts(request)
      : plannedMatrix(plan, all.platforms, host);
    // The heads are looked at once: for the machines of a night, and for what merge holds their parts against.
    if (options.output) await writeFile(options.output, `${JSON.stringify(matrix)}\n`);
    if (options.github) {
      process.stdout.write(`${JSON.stringify(asMatrix(plan))}\n`);
      return 0;
    }
    const text = options.json
      ? `${JSON.stringify({ ...matrix, ...pinsAndSteps(plan) }, undefined, 2)}\n`
      : asText(plan);
    process.stdout.write(text);
    return 0;
  });
}

function asText(plan: Plan): string {
  const heads = plan.heads.map(
    ({ name, description, pin }) => `  ${name} (${description.channel}): ${pinInWords(pin)}`,
  );
  const steps = stepsOf(targetsOf(plan)).map(({ id, label }) => `  ${id.slice(0, 12)}  ${label}`);
  return `heads\n${heads.join("\n")}\nsteps\n${steps.join("\n")}\n${plan.cells.length} cells\n`;
}

/** One job for each head and flavour that has a cell: what strategy.matrix of GitHub Actions takes. */
function asMatrix({ cells, skipped }: Plan): { include: { head: string; flavour: string }[] } {
  const pairs = [...cells, ...skipped].map(({ head, flavour }) =>
    JSON.stringify({ head, flavour }),
  );
  return { include: [...new Set(pairs)].map((pair) => JSON.parse(pair)) };
}

function pinsAndSteps(plan: Plan) {
  return {
    pins: plan.heads.map(({ name, pin }) => ({ name, pin })),
    steps: stepsOf(targetsOf(plan)).map(({ id, label, inputs }) => ({
      id,
      label,
      inputs: Object.values(inputs).map((input) => input.id),
    })),
  };
}
