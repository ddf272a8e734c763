// ./twinboot check SERIES: what upstream demands of a posting, line by line, with who says so and what was seen.

import type { Check } from "../../model/record/check.ts";
import { checklistText } from "../../report/text/checklist-text.ts";
import { checkedSeries, type CheckWishes, plannedChecks } from "../../work/checked-series.ts";
import { printCommands } from "../dry-run.ts";
import { type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";

type Given = CheckWishes & SessionOptions & ShowOptions;

/** Exit code 1 where a line failed, 3 where one could not be looked at; what only a person can answer fails nothing. */
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
      const { checks, unseen } = await checkedSeries(session, options, show);
      show.end();
      print(checks, options);
      if (checks.some(({ outcome }) => outcome === "failed")) return 1;
      return unseen.length ? 3 : 0;
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
