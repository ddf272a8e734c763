// Who may push, and what: a key is needed, and the trusted branch. docs/security.md gives the reasons.

import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { readPlain } from "../../engine/sealed-json.ts";
import { UserError } from "../../model/errors.ts";
import { baseRow } from "../../model/described/series.ts";
import type { RemoteStoreSettings } from "../../model/described/remote-store.ts";
import type { Step } from "../../model/work/step.ts";
import type { Git } from "../../tools/git.ts";
import type { Pushing } from "./remote-store.ts";
import type { TrustedKeys } from "./sealed-entry.ts";
import { trustedBranch } from "./trusted-branch.ts";

export type MayPush = { readonly pushing: Pushing } | { readonly why: string };

/** Takes the key out of the environment: no child of ours is to have it. */
export function signingKey(env: NodeJS.ProcessEnv): KeyObject | undefined {
  const pem = env["TWINBOOT_STORE_KEY"];
  delete env["TWINBOOT_STORE_KEY"];
  return pem ? ed25519Key(pem) : undefined;
}

function ed25519Key(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (cause) {
    throw new UserError("TWINBOOT_STORE_KEY is no readable key in PEM", makeOne, { cause });
  }
  throw new UserError("TWINBOOT_STORE_KEY is not an Ed25519 key", makeOne);
}

const makeOne = "make one with: openssl genpkey -algorithm ed25519";

type Given = {
  readonly settings: RemoteStoreSettings;
  readonly key: KeyObject | undefined;
  readonly trusted: TrustedKeys;
  readonly env: NodeJS.ProcessEnv;
  readonly git: Git;
};

/** In doubt nobody may. */
export async function mayPush({ settings, key, trusted, env, git }: Given): Promise<MayPush> {
  if (settings.push !== "trusted") return { why: "twinboot.yaml does not say push: trusted" };
  if (!key) return { why: "TWINBOOT_STORE_KEY is not set" };
  if (!isAmong(key, trusted))
    return { why: "twinboot.yaml does not have the public half of TWINBOOT_STORE_KEY" };
  const event = await untrustedEvent(env);
  if (event !== undefined) return { why: event };
  const commit = env["GITHUB_ACTIONS"] ? (env["GITHUB_SHA"] ?? "") : "refs/remotes/origin/HEAD";
  const { why, hasSeries } = await trustedBranch(git, commit);
  return why === undefined ? { pushing: { key, mayGo: without(hasSeries) } } : { why };
}

function isAmong(key: KeyObject, trusted: TrustedKeys): boolean {
  const own = createPublicKey(key);
  return [...trusted.values()].some((one) => one.equals(own));
}

/** Of these GitHub says itself that they run what the default branch has, where their ref is that branch's. */
const trustedEvents: ReadonlySet<string> = new Set(["schedule", "push", "workflow_dispatch"]);

const eventSchema = z.object({ repository: z.object({ default_branch: z.string() }) });

/** A sentence, where a workflow was started by something that anybody could have sent. */
async function untrustedEvent(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (!env["GITHUB_ACTIONS"]) return undefined;
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  if (!trustedEvents.has(name)) return `the event ${name || "of this workflow"} is untrusted`;
  const path = env["GITHUB_EVENT_PATH"] ?? "";
  const { value = Buffer.from("") } = await readPlain(path, 16 * 2 ** 20);
  const event = eventSchema.safeParse(jsonOf(value));
  if (!event.success) return `${path} does not name the default branch`;
  const branch = event.data.repository.default_branch;
  const ref = env["GITHUB_REF"] ?? "";
  return ref === `refs/heads/${branch}` ? undefined : `${ref} is not the branch ${branch}`;
}

/** Steps of heads and images, and of the series that `has` knows. */
function without(has: (series: string) => boolean): (step: Step) => boolean {
  const known = new Map<string, boolean>();
  const mayGo = (step: Step): boolean => {
    const before = known.get(step.id);
    if (before !== undefined) return before;
    const may = isKnown(step, has) && Object.values(step.inputs).every(mayGo);
    known.set(step.id, may);
    return may;
  };
  return mayGo;
}

/** A step with patches and no series' name is not known to be anybody's. */
function isKnown({ params }: Step, has: (series: string) => boolean): boolean {
  const { series } = params;
  if (typeof series === "string") return series === baseRow || has(series);
  return series === undefined && !("patches" in params);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // The schema says that it is none.
    return undefined;
  }
}
