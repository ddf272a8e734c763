// An unchanged run on a fresh machine, where a registry on loopback has what another one made: filled from this store's
// own run, read by one with an empty store.

import { generateKeyPairSync } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunRecord } from "../../model/record/run-record.ts";
import { stepsOf, targetsOf } from "../../model/work/plan.ts";
import { run } from "../../tools/shell.ts";
import { ociAddress } from "../../tools/oci-address.ts";
import { OciRegistry } from "../../tools/oci-registry.ts";
import { environmentOf } from "../../work/remote/environment.ts";
import { RemoteStore } from "../../work/remote/remote-store.ts";
import { planned } from "../../work/pinned.ts";
import { runWithAttempts } from "../../work/run-attempts.ts";
import { type Session, withSession } from "../../work/session.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { removeTemporaryFolders, temporaryFolder } from "../folder-rig.ts";
import { login } from "../registry-login.ts";
import { Registry } from "../registry-rig.ts";
import type { Row } from "./row.ts";

const { privateKey: key, publicKey } = generateKeyPairSync("ed25519");

export async function remoteStore(): Promise<Row[]> {
  const registry = await Registry.start();
  try {
    const address = `oci://127.0.0.1:${registry.port}/twinboot/store`;
    const filled = await timed(async () =>
      withSession({}, async (session) => fill(session, address)),
    );
    const checkout = await freshCheckout();
    const fresh = await timed(async () => unchangedOn(checkout, address));
    return [
      {
        what: "filling a registry on loopback from a store",
        goal: "",
        figure: `${filled.seconds} s`,
      },
      {
        what: "unchanged run, fresh machine, warm remote store",
        goal: "at most 20 s",
        figure: `${fresh.seconds} s; ${fresh.result}`,
      },
    ];
  } finally {
    await registry.stop();
    await removeTemporaryFolders();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: string }> {
  const begun = performance.now();
  const result = await work();
  return { result, seconds: ((performance.now() - begun) / 1000).toFixed(1) };
}

/** As if all of it had been made in this run. */
async function fill(session: Session, address: string): Promise<void> {
  const { plan } = await planned(session, {}, { onEvent: () => undefined });
  const { traces, attempts } = await runWithAttempts(session, plan, undefined, () => undefined);
  const targets = [...targetsOf(plan), ...attempts.map(({ judged }) => judged)];
  const environment = environmentOf(session.host, undefined);
  const { signal } = new AbortController();
  const registry = new OciRegistry(ociAddress(address), { credentials: login, signal, say: tell });
  const remote = new RemoteStore({
    from: address,
    registry,
    store: session.store,
    trusted: new Map([["benchmark", publicKey]]),
    pushing: { key, mayGo: () => true },
    signal,
    tell,
  });
  for (const step of stepsOf(targets)) {
    const trace = traces.get(step.id);
    if (!trace?.key || step.kind.nature === "observation") continue;
    const inputs = Object.values(step.inputs).map(({ id }) => {
      const outcome = traces.get(id)?.outcome;
      return outcome?.status === "pass" ? outcome.value : null;
    });
    remote.give(step, { ...trace, environment }, inputs);
  }
  await remote.settle();
}

function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}

async function freshCheckout(): Promise<string> {
  const checkout = await temporaryFolder();
  await copyCheckout(checkout);
  await mkdir(join(checkout, "reports"));
  const base64 = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  await appendFile(join(checkout, "twinboot.yaml"), `store: { keys: { benchmark: ${base64} } }\n`);
  return checkout;
}

/** How many steps were taken, and which were done nevertheless. */
async function unchangedOn(checkout: string, address: string): Promise<string> {
  const env = {
    ...(process.env as Record<string, string>),
    TWINBOOT_STORE: join(await temporaryFolder(), "store"),
    TWINBOOT_REMOTE: address,
    TWINBOOT_REMOTE_USER: login.user,
    TWINBOOT_REMOTE_PASSWORD: login.password,
  };
  const argv = [process.execPath, "pipeline/cli/main.ts", "run", "--quiet"];
  const { exitCode, log } = await run(argv, { cwd: checkout, env });
  if (exitCode !== 0) process.stderr.write(log);
  const path = join(checkout, "reports/latest/run.json");
  const { traces } = JSON.parse(await readFile(path, "utf8")) as RunRecord;
  const taken = traces.filter((trace) => trace.taken).length;
  const made = traces
    .filter(({ reused, key: stored }) => !reused && stored)
    .map(({ kind }) => kind);
  const looked = traces
    .filter(({ reused }) => !reused)
    .toSorted((a, b) => b.durationMs - a.durationMs);
  const [slowest] = looked;
  const longest = slowest ? `, longest look: ${slowest.label} ${slowest.durationMs} ms` : "";
  return `${taken} steps taken, done here: ${[...new Set(made)].join(", ") || "none"}${longest}`;
}
