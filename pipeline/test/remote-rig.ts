// Machines that share a registry: a store each, a key, and what they say.

import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { RunOptions, Traces } from "../engine/run.ts";
import type { Store } from "../engine/store.ts";
import type { Step } from "../model/work/step.ts";
import { ociAddress } from "../tools/oci-address.ts";
import { OciRegistry } from "../tools/oci-registry.ts";
import type { Credentials } from "../tools/registry-login.ts";
import type { Patience } from "../tools/registry-talk.ts";
import { RemoteStore } from "../work/remote/remote-store.ts";
import { login } from "./registry-login.ts";
import { environment } from "./remote-environment.ts";
import { doneSteps, runOn, temporaryStore } from "./store-rig.ts";

export const signer: KeyObject = generateKeyPairSync("ed25519").privateKey;

type How = {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Signs with it and pushes; only reads where absent. */
  readonly key?: KeyObject;
  readonly trusts?: KeyObject;
  readonly credentials?: Credentials;
  readonly patience?: Partial<Patience>;
  readonly mayGo?: (step: Step) => boolean;
  readonly store?: Store;
};

export class Machine {
  readonly store: Store;
  readonly said: string[] = [];
  readonly registry: OciRegistry;
  readonly #how: How;

  private constructor(store: Store, how: How) {
    [this.store, this.#how] = [store, how];
    const { credentials = login, patience } = how;
    this.registry = new OciRegistry(ociAddress(this.address), {
      credentials,
      signal: new AbortController().signal,
      say: (words) => this.said.push(words),
      patience: { unsaid: 10, ...patience },
    });
  }

  static async on(how: How): Promise<Machine> {
    return new Machine(how.store ?? (await temporaryStore()), how);
  }

  get address(): string {
    return `oci://${this.#how.host}/twinboot/store`;
  }

  /** Labels of what was done here, and the traces; everything that is pushed has arrived. */
  async run(
    targets: readonly Step[],
    options: Partial<RunOptions> = {},
  ): Promise<{ done: string[]; traces: Traces }> {
    const { done, onEvent } = doneSteps();
    const second = this.second();
    const traces = await runOn(this.store, targets, { environment, second, onEvent, ...options });
    await second.settle();
    return { done, traces };
  }

  second(): RemoteStore {
    const { key, trusts = signer, mayGo = () => true } = this.#how;
    return new RemoteStore({
      from: this.address,
      registry: this.registry,
      store: this.store,
      trusted: new Map([["nightly", createPublicKey(trusts)]]),
      pushing: key && { key, mayGo },
      signal: new AbortController().signal,
      tell: (words) => this.said.push(words),
    });
  }
}
