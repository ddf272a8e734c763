// What says that patches of a series are upstream: looked up once for all of them, and only where one does not apply.

import type { UpstreamEvidence } from "../model/patch-result.ts";
import { unsafePath } from "../parse/patch-paths.ts";
import { findUpstream, type SoughtPatch } from "./find-upstream.ts";
import type { Ground, ReadPatch } from "./ground.ts";
import { patchMail } from "./patch-mail.ts";
import { touchedPaths } from "./touched-paths.ts";

type Commit = { readonly commit: string; readonly tree: string };

export class UpstreamLookup {
  #found: Promise<ReadonlyMap<string, UpstreamEvidence[]>> | undefined;
  readonly #find: () => Promise<ReadonlyMap<string, UpstreamEvidence[]>>;

  constructor(
    ground: Ground,
    { base, head, patches }: { base: Commit; head: Commit; patches: readonly ReadPatch[] },
  ) {
    this.#find = async () => {
      const safe = patches.filter(({ parsed }) => !touchedPaths(parsed).some(unsafePath));
      const series = await Promise.all(safe.map((patch) => sought(ground, patch)));
      return findUpstream({ ...ground, base: base.commit, head, series });
    };
  }

  async of(patch: ReadPatch): Promise<UpstreamEvidence[]> {
    this.#found ??= this.#find();
    return (await this.#found).get(patch.name) ?? [];
  }
}

async function sought(ground: Ground, patch: ReadPatch): Promise<SoughtPatch> {
  const { name, text, parsed } = patch;
  const { author } = await patchMail(ground, patch);
  const head = text.split(/\n\r?\n/)[0] ?? "";
  const messageId = /^Message-Id:\s*<([^>]+)>/im.exec(head)?.[1];
  return {
    name,
    parsed,
    subject: parsed.subject,
    author: Buffer.from(author.replace(/> .*/, ">"), "latin1").toString(),
    ...(messageId === undefined ? {} : { messageId }),
  };
}
