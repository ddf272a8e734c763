// The remote store of this session, as twinboot.yaml and the environment name it.

import { createPublicKey } from "node:crypto";
import { UserError } from "../../model/errors.ts";
import type { Installation } from "../../model/described/installation.ts";
import { type RemoteStoreSettings, remoteStoreSchema } from "../../model/described/remote-store.ts";
import type { Store } from "../../engine/store.ts";
import type { Git } from "../../tools/git.ts";
import { ociAddress } from "../../tools/oci-address.ts";
import { OciRegistry } from "../../tools/oci-registry.ts";
import type { Credentials } from "../../tools/registry-login.ts";
import { type MayPush, mayPush, signingKey } from "./may-push.ts";
import { RemoteStore } from "./remote-store.ts";
import type { TrustedKeys } from "./sealed-entry.ts";

export type RemoteGiven = {
  readonly installation: Installation;
  /** This checkout's. */
  readonly git: Git;
  /** The key is taken out of it. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly tell: (words: string) => void;
};

/** A registry that nothing was asked of yet. */
export type KnownRemote = {
  readonly from: string;
  readonly registry: OciRegistry;
  readonly trusted: TrustedKeys;
  readonly may: MayPush;
};

/** Undefined where none is named. Throws UserError where what is said of it is wrong. */
export async function knownRemote(given: RemoteGiven): Promise<KnownRemote | undefined> {
  const { installation, git, env, signal, tell } = given;
  const key = signingKey(env);
  const settings = installation.store ?? remoteStoreSchema.parse({});
  const named = env["TWINBOOT_REMOTE"] ?? settings.remote;
  if (!named) return undefined;
  const address = ociAddress(named);
  const trusted = trustedKeys(settings);
  const credentials = credentialsIn(env);
  return {
    from: address.shown,
    registry: new OciRegistry(address, { credentials, signal, say: tell }),
    trusted,
    may: await mayPush({ settings, key, trusted, env, git }),
  };
}

/** `pushes`: whether this command's steps go to others at all. */
export async function openRemote(
  given: RemoteGiven,
  store: Store,
  { pushes }: { pushes: boolean },
): Promise<RemoteStore | undefined> {
  const { signal, tell } = given;
  const known = await knownRemote(given);
  if (!known) return undefined;
  const { from, registry, trusted, may } = known;
  const pushing = pushes && "pushing" in may ? may.pushing : undefined;
  if (trusted.size)
    return new RemoteStore({ from, registry, store, trusted, pushing, signal, tell });
  tell(`nothing is taken from ${from}: twinboot.yaml trusts no key (store: keys)`);
  return undefined;
}

function trustedKeys({ keys }: RemoteStoreSettings): TrustedKeys {
  return new Map(
    Object.entries(keys).map(([name, base64]) => {
      try {
        const der = Buffer.from(base64, "base64");
        const key = createPublicKey({ key: der, format: "der", type: "spki" });
        if (key.asymmetricKeyType === "ed25519") return [name, key];
      } catch (cause) {
        throw notAKey(name, cause);
      }
      throw notAKey(name);
    }),
  );
}

function notAKey(name: string, cause?: unknown): UserError {
  return new UserError(
    `twinboot.yaml: store.keys.${name} is no Ed25519 public key`,
    "openssl pkey -in KEY -pubout -outform DER | base64",
    { cause },
  );
}

/** Both, or none; out of the environment, as no child of ours needs them. */
function credentialsIn(env: NodeJS.ProcessEnv): Credentials | undefined {
  const { TWINBOOT_REMOTE_USER: user, TWINBOOT_REMOTE_PASSWORD: password } = env;
  delete env["TWINBOOT_REMOTE_PASSWORD"];
  return user && password ? { user, password } : undefined;
}
