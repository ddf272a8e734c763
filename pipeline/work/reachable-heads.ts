// The requested heads, without sets whose server cannot be reached: each such set names a replacement.

import type { Descriptions } from "../model/described/descriptions.ts";
import type { Filters } from "../plan/read/selection.ts";
import { whyOutOfReach } from "../tools/git.ts";

/** Says on standard error what it leaves out. A head that is asked for by its own name stays, and fails by itself. */
export async function withReachableHeads(
  { installation }: Pick<Descriptions, "installation">,
  filters: Filters,
): Promise<Filters> {
  const { heads, sets } = installation;
  let asked = filters.head ?? installation.default.heads;
  for (const [name, { heads: own, otherwise }] of Object.entries(sets)) {
    const isAsked = asked.includes("all") || asked.includes(name);
    const standIn = otherwise === undefined ? undefined : sets[otherwise];
    if (!isAsked || !standIn) continue;
    const urls = new Set(own.flatMap((head) => gitUrl(heads[head]) ?? []));
    const why = await firstReason(urls);
    if (why === undefined) continue;
    const named = asked.includes("all") ? Object.keys(heads) : asked;
    const kept = named.filter((one) => one !== name && !own.includes(one));
    asked = [...new Set([...kept, ...standIn.heads])];
    process.stderr.write(
      `twinboot: ${name} is out of reach (${why}): ${otherwise} is taken instead\n`,
    );
  }
  return { ...filters, head: asked };
}

function gitUrl(head: Descriptions["installation"]["heads"][string] | undefined) {
  return head?.kind === "git" ? head.url : undefined;
}

async function firstReason(urls: ReadonlySet<string>): Promise<string | undefined> {
  for (const url of urls) {
    const why = await whyOutOfReach(url);
    if (why !== undefined) return why;
  }
  return undefined;
}
