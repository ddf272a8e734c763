// To and Cc of a posting, each address with the reasons for it. Pure.

import type { StoredPatch } from "../exchange/stored/stored-patch.ts";
import { type Person, sameAddress } from "../parse/mail/mail-person.ts";
import type { Maintainer } from "../parse/mail/maintainer-lines.ts";
import { readDiff } from "../parse/patch/diff.ts";
import { peopleInTrailers } from "../parse/mail/people-in-trailers.ts";

export type Recipient = Person & {
  readonly kind: "To" | "Cc";
  /** `maintainer: XEN HYPERVISOR X86 (patches 1, 3)` */
  readonly reasons: readonly string[];
};

type Said = { readonly person: Person; readonly reason: string; readonly patch?: number };

/** Maintainers are addressed, all others get a copy. The sender is not among them. `asked`: a list for each patch. */
export function recipientsOf(
  patches: readonly StoredPatch[],
  asked: readonly (readonly Maintainer[])[],
  sender: Person,
): Recipient[] {
  const said = patches.flatMap((patch, at) => [
    ...(asked[at] ?? []).map(({ role, ...person }) => ({
      person,
      reason: role.replace(/:\s*/, ": "),
      patch: at + 1,
    })),
    ...namedIn(patch, at + 1),
  ]);
  const all = [...said, ...byRule(said, patches)].filter(
    ({ person }) => !sameAddress(person.address, sender.address),
  );
  const people = Map.groupBy(all, ({ person }) => person.address.toLowerCase());
  const recipients = [...people.values()].map(recipientOf);
  return ["To", "Cc"].flatMap((kind) => recipients.filter((one) => one.kind === kind));
}

/** Authors, and whom the trailers name. */
function namedIn({ author, body }: StoredPatch, patch: number): Said[] {
  const trailers = peopleInTrailers(Buffer.from(body, "latin1").toString());
  return [
    { person: author, reason: "author", patch },
    ...trailers.map(({ key, name, address }) => ({
      person: { name, address },
      reason: key,
      patch,
    })),
  ];
}

type Rule = {
  readonly person: Person;
  readonly reason: string;
  /** `addresses`: in lower case. */
  readonly applies: (addresses: ReadonlySet<string>, paths: readonly string[]) => boolean;
};

/** What the documents ask for beyond MAINTAINERS. A list that moved is known by its name. */
const rules: readonly Rule[] = [
  {
    person: { name: "", address: "x86@kernel.org" },
    reason: "maintainer-tip.rst: the x86 maintainers get a copy of Xen's code in arch/x86",
    applies: (_, paths) => paths.some((path) => /^arch\/x86\/.*xen/.test(path)),
  },
  {
    person: { name: "", address: "linux-kernel@vger.kernel.org" },
    reason: "maintainer-tip.rst: always with x86@kernel.org",
    applies: (addresses) => addresses.has("x86@kernel.org"),
  },
  {
    person: { name: "", address: "virtualization@lists.linux.dev" },
    reason: "MAINTAINERS, PARAVIRT_OPS INTERFACE: the list for paravirt code",
    applies: (_, paths) => paths.some((path) => /paravirt|hypervisor\.[ch]$/.test(path)),
  },
];

function byRule(said: readonly Said[], patches: readonly StoredPatch[]): Said[] {
  const addresses = new Set(said.map(({ person }) => person.address.toLowerCase()));
  const paths = patches.flatMap(({ diff }) =>
    readDiff(diff).files.map(({ before = "", after = before }) => after),
  );
  return rules.flatMap(({ person, reason, applies }) => {
    const [list = ""] = person.address.split("@");
    const isThere = [...addresses].some((one) => one.startsWith(`${list}@`));
    if (isThere || !applies(addresses, paths)) return [];
    addresses.add(person.address);
    return [{ person, reason }];
  });
}

function recipientOf(said: readonly Said[]): Recipient {
  const reasons = [...Map.groupBy(said, ({ reason }) => reason)].map(([reason, all]) => {
    const patches = [...new Set(all.flatMap(({ patch }) => patch ?? []))];
    const words = `patch${patches.length === 1 ? "" : "es"} ${patches.join(", ")}`;
    return patches.length ? `${reason} (${words})` : reason;
  });
  const isTo = said.some(({ reason }) => /^(?:maintainer|supporter|odd fixer):/.test(reason));
  const named = said.find(({ person }) => person.name) ?? said[0];
  const { name = "", address = "" } = named?.person ?? {};
  return { name, address, kind: isTo ? "To" : "Cc", reasons };
}
