// ./twinboot plan: the pinned heads and the steps; runs nothing but the looking.

import { pinInWords } from "../../model/head.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/plan.ts";
import type { Filters } from "../../plan/selection.ts";
import { withSession } from "../../work/session.ts";
import { planned } from "../../work/pinned.ts";

type Given = Filters & { readonly json: boolean; readonly github: boolean };

export async function planCommand(options: Given): Promise<number> {
  return withSession({}, async (session) => {
    const { plan } = await planned(session, options, { onEvent: () => undefined });
    if (options.github) {
      process.stdout.write(`${JSON.stringify(asMatrix(plan))}\n`);
      return 0;
    }
    const text = options.json ? `${JSON.stringify(asJson(plan), undefined, 2)}\n` : asText(plan);
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

function asJson(plan: Plan) {
  return {
    heads: plan.heads.map(({ name, pin }) => ({ name, pin })),
    steps: stepsOf(targetsOf(plan)).map(({ id, label, inputs }) => ({
      id,
      label,
      inputs: Object.values(inputs).map((input) => input.id),
    })),
    cells: plan.cells.map(({ series, head, flavour, platform }) => ({
      series,
      head,
      flavour,
      platform,
    })),
  };
}
