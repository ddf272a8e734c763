// Debian's registry behind a proxy for the tests of one file, and machines that share it.

import { afterAll, afterEach, beforeAll } from "vitest";
import { digestOf } from "../model/digest.ts";
import { pass } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import { RegistryProxy } from "./registry-proxy.ts";
import { Registry } from "./registry-rig.ts";
import { Machine, signer } from "./remote-rig.ts";
import { work } from "./step-rig.ts";

type How = Partial<Parameters<typeof Machine.on>[0]>;

export let registry: Registry;
export let proxy: RegistryProxy;

/** To be called once at the top of a file. */
export function shareRegistry(): void {
  beforeAll(async () => {
    registry = await Registry.start();
    proxy = await RegistryProxy.to(registry.port);
  });
  afterEach(() => {
    proxy.rule = () => undefined;
    proxy.before = async () => undefined;
    proxy.seen.length = 0;
  });
  afterAll(async () => {
    await proxy.stop();
    await registry.stop();
  });
}

/** A step whose value has a file with this content, named so that no other test has it. */
export function filed(
  content: string | Buffer,
  name = `filed-${digestOf(content).slice(0, 8)}`,
): Step {
  return work(name, {}, async ({ keepBytes }) => pass({ file: await keepBytes(content, "f") }));
}

export async function maker(how: How = {}): Promise<Machine> {
  return Machine.on({ host: proxy.host, key: signer, ...how });
}

export async function reader(how: How = {}): Promise<Machine> {
  return Machine.on({ host: proxy.host, ...how });
}

export function keyOf(traces: ReadonlyMap<string, { readonly key?: string }>, step: Step): string {
  return traces.get(step.id)?.key ?? "";
}
