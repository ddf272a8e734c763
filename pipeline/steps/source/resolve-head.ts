// Where a head stands now. The mirror and git trees move, so this is looked up in every run and recorded.

import { existsSync } from "node:fs";
import { InfraError, UserError } from "../../model/errors.ts";
import type { HeadDescription, HeadPin } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { stanzas } from "../../parse/apt.ts";
import { AptState } from "../../tools/apt.ts";
import { Git, remoteRef, type RemoteRef } from "../../tools/git.ts";
import { headsFolder, latestRef } from "./import-head.ts";
import { aptFolder } from "./refresh-suite.ts";

type Params = { name: string; head: HeadDescription };

/** Takes the refreshed suite as an input where the head is of the debian kind. */
export const resolveHead: StepKind<Params, { suite?: string }, HeadPin> = {
  name: "resolve-head",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ kept }, { name, head }) {
    switch (head.kind) {
      case "debian":
        return pass(await debianPin(name, head, AptState.at(kept(aptFolder(head.suite)))));
      case "git":
        return pass({
          kind: "git",
          url: head.url,
          ...(await gitRef(name, head, new Git(kept(headsFolder)))),
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
      `twinboot.yaml: heads.${name}: suite ${head.suite} has no linux-source-${head.version ?? "X.Y"}`,
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

async function gitRef(
  name: string,
  { url, ref }: Extract<HeadDescription, { kind: "git" }>,
  git: Git,
): Promise<RemoteRef> {
  if (/^[0-9a-f]{40}$/.test(ref)) return { ref, commit: ref };
  const found = await remoteRef(url, ref);
  if (found) return found;
  const where = `twinboot.yaml: heads.${name}: ${url} has no ref ${ref}`;
  const asked = `git ls-remote ${url}`;
  if (await wasThere(git, url, ref))
    throw new InfraError(`${where} any more: this store has it of an earlier run`, asked);
  throw new UserError(where, asked);
}

/** What an earlier run found, nobody has misspelt. */
async function wasThere(git: Git, url: string, ref: string): Promise<boolean> {
  if (!existsSync(git.dir)) return false;
  return (await git.try({ args: ["for-each-ref", latestRef(url, ref)] })).stdout !== "";
}
