import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planned } from "../../work/pinned.ts";
import { kernelArchitecture } from "../../plan/matrix/architecture-tools.ts";
import { type Session, withSession } from "../../work/session.ts";
import { Store } from "../../engine/store.ts";
import type { Flavour } from "../../model/described/flavour.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { Kernel, KernelConfig } from "../../model/described/kernel.ts";
import type { Json } from "../../model/json.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { Step, StepContext } from "../../model/work/step.ts";
import { buildKernel } from "../../steps/build/build-kernel.ts";
import { configureKernel } from "../../steps/build/configure-kernel.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { contextOn } from "../step-context.ts";

/** A real kernel that builds in a minute, with the files that the series changes in it. */
const small: Flavour = {
  flavour: "small",
  arch: "x86_64",
  base: "tinyconfig",
  fragments: ["small.config"],
  optional: [],
  fragment: ["64BIT", "HYPERVISOR_GUEST", "PARAVIRT", "SYSFS", "PRINTK"]
    .map((one) => `CONFIG_${one}=y`)
    .join("\n"),
};

describe("a small kernel", { tags: ["vm", "nightly"] }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinboot-same-bytes-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("built from a copy of its head's objects has the bytes of one built from nothing elsewhere", async () => {
    await withSession({}, async (session) => {
      const { head, series } = await sources(session);
      const first = await builder(session, join(folder, "first"), head);
      const before = await first(head);
      const edited = await first(series);
      // Its own head: nothing was there to copy.
      const clean = await (
        await builder(session, join(folder, "another", "place"), series)
      )(series);
      expect(before.image.digest).not.toBe(edited.image.digest);
      expect(edited.image.digest).toBe(clean.image.digest);
      expect(edited.buildId).toBe(clean.buildId);
    });
  });
});

/** The newest head, and the same with the series on it. */
async function sources(session: Session): Promise<{ head: SourceTree; series: SourceTree }> {
  const { plan } = await planned(session, { platform: ["bare-q35"] }, { onEvent: () => undefined });
  const imported = plan.heads[0]?.imported;
  const rebased = plan.rebases[0]?.rebased;
  if (!imported || !rebased) throw new Error("there is no head with a series");
  const traces = await session.run([imported, rebased], () => undefined);
  const valueOf = (step: Step): SourceTree =>
    value(traces.get(step.id)?.outcome) as unknown as SourceTree;
  return { head: valueOf(imported), series: valueOf(rebased) };
}

/** Builds trees of one head in folders of its own, with a compiler cache of its own that is empty at first. */
async function builder(
  session: Session,
  dir: string,
  head: SourceTree,
): Promise<(source: SourceTree) => Promise<Kernel>> {
  const store = new Store(join(dir, "store"));
  await mkdir(store.dir, { recursive: true });
  await store.open();
  const { toolchain } = session.host;
  const arch = kernelArchitecture(session.descriptions, session.host, "x86_64");
  const context = async (): Promise<StepContext> => ({
    ...(await contextOn(store)),
    kept: (name) => (name === headsFolder ? session.store : store).kept(name),
  });
  const asked = { flavour: small, arch, series: "none", seriesFragment: "", toolchain };
  const configOf = async (source: SourceTree): Promise<KernelConfig> => {
    const decides = { head: head.tree, changed: [source.tree] };
    return value(await configureKernel.run(await context(), asked, { source, head, decides }));
  };
  return async (source) => {
    const inputs = {
      source,
      head,
      config: await configOf(source),
      headConfig: await configOf(head),
    };
    return value(
      await buildKernel.run(await context(), { flavour: "small", arch, toolchain }, inputs),
    );
  };
}

function value<V extends Json>(outcome: Outcome<V> | undefined): V {
  if (outcome?.status === "pass") return outcome.value;
  throw new Error(`a step did not pass: ${JSON.stringify(outcome)}`);
}
