// The commits between two states of a hypervisor's git source.

import { Git } from "../../tools/git.ts";
import { fetchHistory } from "../../tools/partial-history.ts";
import type { Session } from "../session.ts";
import { commitsBetween } from "./first-parents.ts";

/** Kept apart from the commits that are built: those come alone, and a history must be whole. */
const folder = "hypervisor-histories.git";

type Ends = { readonly git: string; readonly from: string; readonly to: string };

/** First parents, both ends with them; undefined where there is no way from one to the other. Throws InfraError. */
export async function hypervisorCommits(
  { store, signal }: Pick<Session, "store" | "signal">,
  { git: url, from, to }: Ends,
): Promise<{ commit: string; subject: string }[] | undefined> {
  const git = await Git.init(store.kept(folder));
  for (const commit of [to, from])
    await fetchHistory(git, { url, commit, ref: `refs/twinboot/git/${commit}`, signal });
  return commitsBetween(git, from, to);
}
