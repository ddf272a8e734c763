// Whether the remote store can be reached from here, and what it may be used for.

import { RegistryFailure } from "../../tools/registry-failure.ts";
import { type KnownRemote, knownRemote, type RemoteGiven } from "./open-remote.ts";

export type RemoteAccess = { readonly ok: boolean; readonly says: string; readonly next?: string };

/** Undefined where none is named. */
export async function remoteAccess(given: RemoteGiven): Promise<RemoteAccess | undefined> {
  const remote = await knownRemote(given);
  if (!remote) return undefined;
  try {
    await remote.registry.reach("pull");
    const says = [readingWords(remote), await pushingWords(remote)].join("; ");
    return { ok: true, says: `${remote.from}: ${says}` };
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    return { ok: false, says: error.message, next: error.hint };
  }
}

function readingWords({ trusted }: KnownRemote): string {
  return trusted.size
    ? `reached, takes what is signed by ${[...trusted.keys()].join(", ")}`
    : "reached, takes nothing: twinboot.yaml trusts no key";
}

/** Asked of the registry, too: a key is not yet a right. */
async function pushingWords({ registry, may }: KnownRemote): Promise<string> {
  if ("why" in may) return `does not push: ${may.why}`;
  try {
    await registry.reach("pull,push");
    return "may push";
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    return `may not push: ${error.message}`;
  }
}
