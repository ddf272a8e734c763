// ./twinboot check SERIES: what upstream demands of a posting, line by line, with who says so and what was seen.

import type { Check } from "../../model/check.ts";
import { UserError } from "../../model/errors.ts";
import { checklistText } from "../../report/checklist-text.ts";
import type { Options } from "../arguments.ts";
import { checkedSeries, plannedChecks } from "../checked-series.ts";
import { printCommands } from "../dry-run.ts";
import { withSession } from "../session.ts";
import { showFor } from "../show-for.ts";

/** Exit code 1 where a line failed; what a person must look at fails nothing. */
export async function checkCommand(operands: readonly string[], options: Options): Promise<number> {
  const [series, more] = operands;
  if (series === undefined || more !== undefined)
    throw new UserError("check: which series?", "./twinboot check SERIES");
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      const { filters, quick, attempts } = options;
      const only = options.only?.split(",");
      const wishes = {
        series,
        filters,
        quick,
        ...(only ? { only } : {}),
        ...(attempts === undefined ? {} : { attempts }),
      };
      if (options.dryRun) {
        const { checks } = await plannedChecks(session, wishes, show);
        return await printCommands(
          session,
          checks.flatMap(({ targets }) => targets),
        );
      }
      const checks = await checkedSeries(session, wishes, show);
      show.end();
      print(checks, options);
      return checks.some(({ outcome }) => outcome === "failed") ? 1 : 0;
    } finally {
      show.end();
    }
  });
}

function print(checks: readonly Check[], { json }: Options): void {
  const colour = process.stdout.isTTY;
  process.stdout.write(
    json ? `${JSON.stringify(checks, undefined, 2)}\n` : checklistText(checks, { colour }),
  );
}
