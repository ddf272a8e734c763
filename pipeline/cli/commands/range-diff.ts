// ./twinboot range-diff SERIES OLD: two versions of a series, both on one base.

import { UserError } from "../../model/errors.ts";
import { rangeDiff } from "../../rebase/range-diff.ts";
import type { Options } from "../arguments.ts";
import { headsGround } from "../heads-ground.ts";
import { rebaseInputs } from "../rebase-inputs.ts";
import { withSession } from "../session.ts";
import { versionToCompare } from "../version-to-compare.ts";

/** Its output is the range-diff and nothing else. */
const silent = { onEvent: () => undefined };

/** OLD: a folder as patches/<series>/ is one, a mailbox, or a git revision of this checkout. */
export async function rangeDiffCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const [name = "", old] = operands;
  if (old === undefined)
    throw new UserError(
      "range-diff: which series, against what?",
      "./twinboot range-diff SERIES HEAD~1",
    );
  return withSession(options, async (session) => {
    const fresh = session.descriptions.series.get(name);
    if (!fresh) throw new UserError(`there is no series ${name}`, "./twinboot plan");
    const head = options.filters.head?.[0] ?? fresh.base;
    const { head: base, writtenOn } = await rebaseInputs(session, { series: name, head }, silent);
    const before = await versionToCompare(session, fresh, { old, writtenOn });
    const lines = await rangeDiff(await headsGround(session), {
      base,
      old: before,
      fresh: { ...fresh, writtenOn },
    });
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  });
}
