// ./twinboot plan: the pinned heads and the steps; runs nothing but the looking.

import { writeFile } from "node:fs/promises";
import { pinInWords } from "../../model/head.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/plan.ts";
import { plannedMatrix } from "../../plan/planned-matrix.ts";
import type { Options } from "../arguments.ts";
import { withSession } from "../session.ts";
import { planned } from "./run.ts";

export async function planCommand(_: readonly string[], options: Options): Promise<number> {
  return withSession(options, async (session) => {
    const { plan } = await planned(session, options, { onEvent: () => undefined });
    const { descriptions, host } = session;
    const matrix = plannedMatrix(plan, descriptions.platforms, host);
    // What the parts of a run are held against must be of the same looking as the matrix of its machines.
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
    ({ name, description, pin }) => `  ${name} (${description.lane}): ${pinInWords(pin)}`,
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
