// ./twinboot check SERIES: what upstream demands of a posting, line by line, with who says so and what was seen.

import type { Check } from "../../model/check.ts";
import { checklistText } from "../../report/checklist-text.ts";
import { checkedSeries, type CheckWishes, plannedChecks } from "../../work/checked-series.ts";
import { printCommands } from "../dry-run.ts";
import { type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

type Given = CheckWishes & SessionOptions & ShowOptions;

/** Exit code 1 where a line failed; what a person must look at fails nothing. */
export async function checkCommand(options: Given): Promise<number> {
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      if (options.dryRun) {
        const { checks } = await plannedChecks(session, options, show);
        return await printCommands(
          session,
          checks.flatMap(({ targets }) => targets),
        );
      }
      const checks = await checkedSeries(session, options, show);
      show.end();
      print(checks, options);
      return checks.some(({ outcome }) => outcome === "failed") ? 1 : 0;
    } finally {
      show.end();
    }
  });
}

function print(checks: readonly Check[], { json }: Given): void {
  const colour = process.stdout.isTTY;
  process.stdout.write(
    json ? `${JSON.stringify(checks, undefined, 2)}\n` : checklistText(checks, { colour }),
  );
}
