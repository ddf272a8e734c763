// What ./twinboot doctor says of the remote store.
// @module-tag process

import { generateKeyPairSync } from "node:crypto";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installationSchema } from "../../model/described/installation.ts";
import { readYaml } from "../../plan/read/read-yaml.ts";
import { LinesRig } from "../../test/workflow-rig.ts";
import { RegistryProxy } from "../../test/registry-proxy.ts";
import { login } from "../../test/registry-login.ts";
import { Registry } from "../../test/registry-rig.ts";
import { Git } from "../../tools/git.ts";
import { remoteAccess } from "./remote-access.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const nightly = publicKey.export({ type: "spki", format: "der" }).toString("base64");
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const root = resolve(import.meta.dirname, "../../..");
const installation = readYaml(join(root, "twinboot.yaml"), "twinboot.yaml", installationSchema);

let registry: Registry;
let proxy: RegistryProxy;
let git: Git;

beforeAll(async () => {
  registry = await Registry.start();
  proxy = await RegistryProxy.to(registry.port);
  const rig = await LinesRig.make({ "pipeline/main.ts": "code" });
  rig.git("update-ref", "refs/remotes/origin/main", rig.commit());
  rig.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  git = new Git(rig.root);
});
afterAll(async () => {
  await proxy.stop();
  await registry.stop();
});

const known = { TWINBOOT_REMOTE_USER: login.user, TWINBOOT_REMOTE_PASSWORD: login.password };
const store = { push: "trusted", keys: { nightly } } as const;

async function asked(env: NodeJS.ProcessEnv, settings: typeof store | undefined = store) {
  const { signal } = new AbortController();
  const remote = { TWINBOOT_REMOTE: `oci://${proxy.host}/twinboot/store`, ...env };
  const of = { ...installation, ...(settings ? { store: settings } : {}) };
  return remoteAccess({ installation: of, git, env: remote, signal, tell: () => undefined });
}

test("nothing, where none is named", async () => {
  expect(await asked({ TWINBOOT_REMOTE: "" })).toBeUndefined();
});

test("that it is reached, whose entries are taken, and why nothing is pushed", async () => {
  expect(await asked(known)).toEqual({
    ok: true,
    says: `oci://${proxy.host}/twinboot/store: reached, takes what is signed by nightly; does not push: TWINBOOT_STORE_KEY is not set`,
  });
});

test("that it may push, where the registry lets it, too; nothing is left there", async () => {
  const access = await asked({ ...known, TWINBOOT_STORE_KEY: pem });
  expect(access?.says).toMatch(/; may push$/);
  expect(proxy.seen.some((one) => one.startsWith("DELETE"))).toBe(true);
});

test("that the registry refuses a push", async () => {
  proxy.rule = (method) => (method === "POST" ? { status: 403 } : undefined);
  const access = await asked({ ...known, TWINBOOT_STORE_KEY: pem });
  expect(access).toMatchObject({ ok: true, says: expect.stringContaining("may not push: ") });
  proxy.rule = () => undefined;
});

test("that it does not know us, and what to look at", async () => {
  expect(await asked({ ...known, TWINBOOT_REMOTE_PASSWORD: "wrong" })).toMatchObject({
    ok: false,
    next: expect.stringContaining("TWINBOOT_REMOTE_PASSWORD"),
  });
  expect(await asked({})).toMatchObject({
    says: expect.stringContaining("TWINBOOT_REMOTE_USER is not set"),
  });
});

test("that a key or an address is none, as the user's mistake", async () => {
  await expect(asked({ TWINBOOT_REMOTE: "oci://user@ghcr.io/a" })).rejects.toThrow("no address");
  const keys = { nightly: `${"A".repeat(59)}=` };
  await expect(asked(known, { ...store, keys })).rejects.toThrow("store.keys.nightly");
});
