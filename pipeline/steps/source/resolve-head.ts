// Where a head stands now. The mirror and git trees move, so this is looked up in every run and recorded.

import { UserError } from "../model/errors.ts";
import type { HeadDescription, HeadPin } from "../model/head.ts";
import { pass } from "../model/outcome.ts";
import type { StepKind } from "../model/step.ts";
import { stanzas } from "../parse/apt.ts";
import { AptState } from "../tools/apt.ts";
import { remoteCommit } from "../tools/git.ts";
import { aptFolder } from "./refresh-suite.ts";

type Params = { name: string; head: HeadDescription };

/** Takes the refreshed suite as an input where the head is of the debian kind. */
export const resolveHead: StepKind<Params, { suite?: string }, HeadPin> = {
  name: "resolve-head",
  version: 1,
  nature: "observation",
  lane: "io",
  async run({ kept }, { name, head }) {
    switch (head.kind) {
      case "debian":
        return pass(await debianPin(name, head, AptState.at(kept(aptFolder(head.suite)))));
      case "git":
        return pass({
          kind: "git",
          url: head.url,
          ref: head.ref,
          commit: await gitCommit(name, head),
          history: head.since ?? "all",
        });
      case "tarball":
        return pass({ kind: "tarball", from: head.from, sha256: head.sha256 });
    }
  },
};

type Debian = Extract<HeadDescription, { kind: "debian" }>;

/** The newest linux-source-X.Y of the suite, or the asked one, as its Packages file has it. */
async function debianPin(name: string, head: Debian, apt: AptState): Promise<HeadPin> {
  const packages = (await apt.cache("pkgnames", "linux-source-")).split("\n");
  const versions = packages.flatMap((one) => /^linux-source-(\d+\.\d+)$/.exec(one)?.[1] ?? []);
  const version = head.version ?? versions.toSorted(byNumber).at(-1);
  const shown = version
    ? await apt.cache("show", "--no-all-versions", `linux-source-${version}`)
    : "";
  const stanza = stanzas(shown)[0];
  if (!stanza)
    throw new UserError(
      `twinboot.yaml: heads.${name}: the suite ${head.suite} has no linux-source-${head.version ?? "X.Y"}`,
      `it has: ${versions.toSorted(byNumber).join(", ") || "none"}`,
    );
  return {
    kind: "debian",
    package: `linux-source-${version}`,
    version: stanza.get("Version") ?? "",
    suite: head.suite,
    sha256: stanza.get("SHA256") ?? "",
  };
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

async function gitCommit(
  name: string,
  head: Extract<HeadDescription, { kind: "git" }>,
): Promise<string> {
  const commit = await remoteCommit(head.url, head.ref);
  if (commit) return commit;
  throw new UserError(
    `twinboot.yaml: heads.${name}: ${head.url} has no ref ${head.ref}`,
    `git ls-remote ${head.url}`,
  );
}
