// ./twinboot range-diff SERIES OLD: two versions of a series, both on one base.

import { UserError } from "../../model/errors.ts";
import type { SourceTree } from "../../model/head.ts";
import type { Series } from "../../model/series.ts";
import { rangeDiff } from "../../rebase/range-diff.ts";
import type { Options } from "../arguments.ts";
import { headsGround } from "../heads-ground.ts";
import { oldVersion } from "../old-version.ts";
import { rebaseInputs } from "../rebase-inputs.ts";
import { type Session, withSession } from "../session.ts";

/** Its output is the range-diff and nothing else. */
const silent = { onEvent: () => undefined };

/** OLD: a folder as patches/<series>/ is one, or a git revision of this checkout. */
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
    const before = await oldVersion(session, fresh, old);
    const head = options.filters.head?.[0] ?? fresh.base;
    const { head: base, writtenOn } = await rebaseInputs(session, { series: name, head }, silent);
    const oldBase = await writtenOnOf(session, before, { name, writtenOn });
    const lines = await rangeDiff(await headsGround(session), {
      base,
      old: { ...before, writtenOn: oldBase },
      fresh: { ...fresh, writtenOn },
    });
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  });
}

/** The head that the old version was written on; the new one's where that head is no longer described. */
async function writtenOnOf(
  session: Session,
  { base }: Series,
  { name, writtenOn }: { name: string; writtenOn: SourceTree },
): Promise<SourceTree> {
  if (!session.descriptions.installation.heads[base]) return writtenOn;
  return (await rebaseInputs(session, { series: name, head: base }, silent)).head;
}
