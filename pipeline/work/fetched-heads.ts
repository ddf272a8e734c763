// Heads with all that is built of them: their history, and every file of their newest trees.

import { pinInWords } from "../model/described/head.ts";
import { headSteps } from "../plan/matrix/pins.ts";
import { plannedHeads } from "../plan/matrix/rebases.ts";
import { type Filters, selectionOf } from "../plan/read/selection.ts";
import { headsFolder } from "../steps/source/import-head.ts";
import { bringFiles } from "../tools/bring-files.ts";
import { Git } from "../tools/git.ts";
import { withReachableHeads } from "./reachable-heads.ts";
import type { Session } from "./session.ts";
import type { Show } from "./show.ts";
import { valueFrom } from "./value-from.ts";

/** A line of words for each. Throws InfraError where one cannot be fetched. */
export async function fetchedHeads(
  session: Session,
  asked: Pick<Filters, "head">,
  { onEvent }: Pick<Show, "onEvent">,
): Promise<string[]> {
  const { descriptions: all, store } = session;
  const selection = selectionOf(all, await withReachableHeads(all, asked));
  const steps = headSteps(all, selection);
  const seen = await session.run([...steps.values()], onEvent);
  const pins = new Map([...steps].map(([name, one]) => [name, valueFrom(seen, one)]));
  const heads = plannedHeads({ all, selection, pins: { heads: pins } });
  const imported = heads.map((head) => head.imported);
  const traces = await session.run(imported, onEvent);
  const git = new Git(store.kept(headsFolder));
  const lines: string[] = [];
  for (const { name, pin, imported: head } of heads) {
    const { tree, release } = valueFrom(traces, head);
    await bringFiles(git, tree);
    lines.push(`${name}: ${release}, ${pinInWords(pin)}`);
  }
  return lines;
}
