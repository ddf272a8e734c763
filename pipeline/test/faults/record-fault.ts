// What a planted fault left on the consoles, as an entry of the judge's corpus.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Session } from "../../cli/session.ts";
import type { Artifact } from "../../model/artifact.ts";
import { inShort } from "../corpus-rig.ts";
import type { BootedFault } from "./boot-faults.ts";

const corpus = join(import.meta.dirname, "..", "console");

/** Nothing where nothing was booted. What it expects is what it got: review the difference like code. */
export async function recordFault(
  { store }: Pick<Session, "store">,
  { fault, record, judgement, buildId }: BootedFault,
): Promise<void> {
  if (!record || !judgement || fault.baseToo) return;
  const name = `fault-${fault.name}`;
  const { console, host, nonce, clock, ended } = record;
  const keep = (artifact: Artifact, as: string): Promise<void> =>
    copyFile(store.path(artifact), join(corpus, `${as}.log`));
  await keep(console, host ? `${name}-domu` : name);
  if (host) await keep(host.console, name);
  await putCase(name, {
    platform: fault.platform,
    from: "recorded",
    ended: `${ended.how} ${ended.because}`,
    nonce,
    ...(host ? { hostNonce: host.nonce, guest: record.platform } : {}),
    buildId,
    ...(judgement.finding?.reason === "wrong-clock" ? { clock } : {}),
    expect: inShort(judgement),
  });
}

/** An error of a step has no console: its words are the record. */
export async function recordError(
  name: string,
  platform: string,
  words: { message: string; hint: string },
  expect: string,
): Promise<void> {
  await putCase(`fault-${name}`, { platform, from: "recorded", error: words, expect });
}

async function putCase(name: string, entry: object): Promise<void> {
  const file = join(corpus, "cases.yaml");
  const document = parseDocument(await readFile(file, "utf8"));
  document.set(name, document.createNode(entry));
  await writeFile(file, document.toString({ lineWidth: 0 }));
}
