// What a planted fault left on the consoles, as an entry of the judge's corpus.

import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Session } from "../../work/session.ts";
import type { Artifact } from "../../model/artifact.ts";
import { inShort } from "../corpus-rig.ts";
import type { BootedFault } from "./boot-faults.ts";
import type { MachineEnded } from "./machine-faults.ts";

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

/** Where nothing came to a console, what ./twinboot said is the record: as of a step that could not be done. */
export async function recordError({ fault, cell, stderr }: MachineEnded): Promise<void> {
  const [said = "", next = ""] = stderr.trim().split("\n").slice(-2);
  const message = cell?.finding?.summary ?? said.replace(/^twinboot: /, "");
  const hint = cell?.finding?.detail?.[0] ?? next.replace(/^\s*next: /, "");
  const expect = "infra: missing-proof, infrastructure";
  const error = { message: somewhere(message), hint: somewhere(hint) };
  await putCase(`fault-${fault.name}`, {
    platform: fault.platform,
    from: "recorded",
    error,
    expect,
  });
}

/** The folder of a faulty machine is another one each time. */
function somewhere(text: string): string {
  return text.replaceAll(/\/tmp\/twinboot-fault-\w+/g, "");
}

async function putCase(name: string, entry: object): Promise<void> {
  const file = join(corpus, "cases.yaml");
  const document = parseDocument(await readFile(file, "utf8"));
  document.set(name, document.createNode(entry));
  await writeFile(file, document.toString({ lineWidth: 0 }));
}
