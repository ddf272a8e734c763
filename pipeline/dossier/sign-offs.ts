// Whether the sender has signed each patch: the Developer's Certificate of Origin is a person's word, and never added here.

import type { StoredPatch } from "../exchange/stored/stored-patch.ts";
import { type Person, sameAddress } from "../parse/mail/mail-person.ts";
import { peopleInTrailers } from "../parse/mail/people-in-trailers.ts";

/** Patches whose last Signed-off-by is not the sender's (Documentation/process/submitting-patches.rst), by who signed them. */
export function withoutSignOff(patches: readonly StoredPatch[], sender: Person): string[] {
  const others = patches.flatMap(({ name, body }) => {
    const people = peopleInTrailers(Buffer.from(body, "latin1").toString());
    const last = people.findLast(({ key }) => key === "signed-off-by");
    if (last && sameAddress(last.address, sender.address)) return [];
    return [{ name, by: last ? `the last is of ${last.name} <${last.address}>` : "there is none" }];
  });
  const groups = Map.groupBy(others, ({ by }) => by);
  return [...groups].map(([by, all]) => `${all.map(({ name }) => name).join(", ")} (${by})`);
}
