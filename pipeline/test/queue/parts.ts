// What both processes of a queue's tests are made of: a store, a registry, the way to stop.

import { createPrivateKey, createPublicKey } from "node:crypto";
import { Store } from "../../engine/store.ts";
import { ociAddress } from "../../tools/oci-address.ts";
import { OciRegistry } from "../../tools/oci-registry.ts";
import { RemoteStore } from "../../work/remote/remote-store.ts";
import { login } from "../registry-login.ts";
import { environment as any } from "../remote-environment.ts";
import type { Told } from "./told.ts";

export async function partsOf(told: Told) {
  const stop = new AbortController();
  process.on("SIGTERM", () => stop.abort());
  const { signal } = stop;
  const store = new Store(told.store);
  await store.make();
  await store.open();
  const address = `oci://${told.registry}/twinboot/store`;
  const registry = new OciRegistry(ociAddress(address), {
    credentials: login,
    signal,
    say: tell,
    patience: { unsaid: 10, silent: 3000 },
  });
  const remote = new RemoteStore({
    from: address,
    registry,
    store,
    trusted: new Map([["tests", createPublicKey(createPrivateKey(told.trusts))]]),
    pushing: { key: createPrivateKey(told.key), mayGo: () => true },
    signal,
    tell,
  });
  const environment = { ...any, programs: told.inTraces ?? told.programs };
  return { store, remote, environment, signal, tell };
}

function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}
