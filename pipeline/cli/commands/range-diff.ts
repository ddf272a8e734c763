// ./twinboot range-diff SERIES OLD: two versions of a series, both on one base.

import { seriesNamed } from "../../plan/read/series-named.ts";
import { rangeDiff } from "../../rebase/range-diff.ts";
import { rebaseContext } from "../../work/rebase-context.ts";
import { rebaseInputs } from "../../work/rebase-inputs.ts";
import { withSession } from "../../work/session.ts";
import { versionToCompare } from "../../work/version-to-compare.ts";

/** Its output is the range-diff and nothing else. */
const silent = { onEvent: () => undefined };

type Given = { readonly name: string; readonly old: string; readonly head?: string };

/** OLD: a folder as patches/<series>/ is one, a mailbox, or a git revision of this checkout. */
export async function rangeDiffCommand({ name, old, head: named }: Given): Promise<number> {
  return withSession({}, async (session) => {
    const fresh = seriesNamed(session.descriptions, name);
    const head = named ?? fresh.base;
    const { head: base, writtenOn } = await rebaseInputs(session, { series: name, head }, silent);
    const before = await versionToCompare(session, fresh, { old, writtenOn });
    const lines = await rangeDiff(await rebaseContext(session), {
      base,
      old: before,
      fresh: { ...fresh, writtenOn },
    });
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  });
}
