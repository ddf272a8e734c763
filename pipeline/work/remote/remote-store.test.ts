// Machines that share a registry, Debian's: what one made no other makes again, if it is what was signed, to the byte.
// @module-tag process

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Artifact } from "../../model/artifact.ts";
import { digestOf } from "../../model/digest.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { StoreEntry } from "../../model/record/store-entry.ts";
import type { Mishap } from "../../test/registry-proxy.ts";
import { signer } from "../../test/remote-rig.ts";
import {
  filed,
  keyOf,
  maker,
  proxy,
  reader,
  registry,
  shareRegistry,
} from "../../test/shared-registry.ts";
import { work } from "../../test/step-rig.ts";
import { entryAnnotation, sealedEntry } from "./sealed-entry.ts";

shareRegistry();

/** Too large for the entry itself. */
const aFile = () => randomBytes(4096).toString("hex");
const aSmallFile = () => randomBytes(64).toString("hex");

describe("what one machine made", () => {
  test("another takes with its files, and does nothing itself", async () => {
    const content = aFile();
    const [file, fails] = [filed(content), work("fails", {}, () => fail(finding))];
    const made = await (await maker()).run([file, fails], { run: 7 });
    expect(made.done.length).toBe(2);
    const other = await reader();
    const { done, traces } = await other.run([file, fails], { run: 3 });
    expect(done).toEqual([]);
    const trace = traces.get(file.id);
    expect(trace?.outcome).toEqual(made.traces.get(file.id)?.outcome);
    expect(traces.get(fails.id)?.outcome).toEqual(fail(finding));
    // The number is this store's: run 7 of another one says nothing here.
    expect(trace).toMatchObject({
      run: 3,
      taken: { from: other.address, signer: "nightly", run: 7 },
    });
    const artifact = { name: "f", digest: digestOf(content), bytes: content.length };
    expect((await other.store.read(artifact)).toString()).toBe(content);
    proxy.seen.length = 0;
    expect((await other.run([file], { run: 4 })).done).toEqual([]);
    expect(proxy.seen).toEqual([]);
  });

  test("is a manifest under the step's key that names each file by its own digest", async () => {
    const content = aFile();
    const step = filed(content);
    const machine = await maker();
    const { traces } = await machine.run([step]);
    const manifest = await machine.registry.manifest(keyOf(traces, step));
    expect(manifest?.artifactType).toBe("application/vnd.twinboot.trace.v1");
    expect(manifest?.layers.map(({ digest }) => digest)).toEqual([`sha256:${digestOf(content)}`]);
    const writes = proxy.seen.filter((one) => one.startsWith("PUT"));
    expect(writes.at(-1)).toMatch(/manifests/);
  });

  test("costs one request to leave and one to take, where its files are small", async () => {
    const contents = [aSmallFile(), aSmallFile(), aSmallFile()];
    const steps = contents.map((content) => filed(content));
    const { traces } = await (await maker()).run(steps);
    const manifests = steps.map((step) =>
      expect.stringMatching(`/manifests/${keyOf(traces, step)}$`),
    );
    // All of them have one and the same config.
    const config = ["POST", "PUT"].map((method) => expect.stringMatching(`^${method} .*/uploads/`));
    // Once more where the registry asks for a login.
    const writes = [...new Set(proxy.seen.filter((one) => !one.startsWith("GET")))];
    expect(writes).toEqual(expect.arrayContaining([...manifests, ...config]));
    expect(writes).toHaveLength(5);
    proxy.seen.length = 0;
    const other = await reader();
    expect((await other.run(steps)).done).toEqual([]);
    expect([...new Set(proxy.seen)]).toEqual(expect.arrayContaining(manifests));
    expect(new Set(proxy.seen).size).toBe(3);
    for (const content of contents) {
      const artifact = { name: "f", digest: digestOf(content), bytes: content.length };
      expect((await other.store.read(artifact)).toString()).toBe(content);
    }
  });

  test("is smaller on the way where it is large, and the same afterwards", async () => {
    const content = Buffer.concat([randomBytes(64), Buffer.alloc(3 * 2 ** 20)]);
    const step = filed(content);
    const machine = await maker();
    const { traces } = await machine.run([step]);
    const [layer] = (await machine.registry.manifest(keyOf(traces, step)))?.layers ?? [];
    expect(layer?.size).toBeLessThan(10_000);
    const other = await reader();
    expect((await other.run([step])).done).toEqual([]);
    const artifact = { name: "f", digest: digestOf(content), bytes: content.length };
    expect((await other.store.read(artifact)).equals(content)).toBe(true);
  });

  test("is not pushed by those who only read, nor what was taken, nor what may not go", async () => {
    const [file, mine] = [filed(aFile()), filed(aFile())];
    await (await reader()).run([file]);
    await (await maker({ mayGo: (step) => step.id !== mine.id })).run([mine]);
    expect(proxy.seen.filter((one) => !one.startsWith("GET"))).toEqual([]);
  });

  test("is a boot that is done again with --fresh, as one of this store is", async () => {
    const name = `boot-${aFile().slice(0, 8)}`;
    const boot = work(name, {}, () => pass(name), { nature: "recorded" });
    await (await maker()).run([boot]);
    const other = await reader();
    expect((await other.run([boot], { run: 1 })).done).toEqual([]);
    expect((await other.run([boot], { run: 1, fresh: true })).done).toEqual([`${name} x`]);
  });
});

const finding = { reason: "build-failed", fault: "series", summary: "it does not build" } as const;

describe("an entry is not taken, and its step done here", () => {
  test("where nobody that twinboot.yaml trusts has signed it", async () => {
    const step = filed(aFile());
    await (await maker({ key: generateKeyPairSync("ed25519").privateKey })).run([step]);
    const other = await reader();
    expect((await other.run([step])).done).toHaveLength(1);
    expect(other.said).toEqual([expect.stringContaining("signed by none of the keys")]);
  });

  test("where it was signed for another step", async () => {
    const [one, two] = [filed(aFile()), filed(aFile())];
    const machine = await maker();
    const { traces } = await machine.run([one, two]);
    const manifest = await machine.registry.manifest(keyOf(traces, one));
    if (manifest) await machine.registry.putManifest(keyOf(traces, two), manifest);
    const other = await reader();
    expect((await other.run([one, two])).done).toEqual([two.label]);
    expect(other.said.join()).toContain("its trace is of");
  });

  test.each<[string, Mishap]>([
    ["whose bytes are others", "other-bytes"],
    ["that is cut off", "cut-answer"],
  ])("where it has a file %s", async (_, mishap) => {
    const content = aFile();
    const step = filed(content);
    await (await maker()).run([step]);
    proxy.rule = (method, path) =>
      method === "GET" && path.includes(`blobs/sha256:${digestOf(content)}`) ? mishap : undefined;
    const other = await reader();
    expect((await other.run([step])).done).toEqual([step.label]);
    expect(other.said.filter((words) => !/is begun again/.test(words))).toHaveLength(1);
    const artifact = { name: "f", digest: digestOf(content), bytes: content.length };
    expect((await other.store.read(artifact)).toString()).toBe(content);
  });

  test("where a small file in it has other bytes than those that its value names", async () => {
    const step = filed(aSmallFile());
    const machine = await maker();
    const trace = (await machine.run([step])).traces.get(step.id);
    if (trace?.outcome.status !== "pass") throw new Error("it was not made");
    const { file } = trace.outcome.value as { file: Artifact };
    const key = digestOf(aSmallFile());
    const files = { [file.digest]: Buffer.from(aSmallFile()).toString("base64") };
    const entry = { schema: "twinboot/entry@1", trace: { ...trace, key }, files } as StoreEntry;
    const manifest = await machine.registry.manifest(keyOf(new Map([[step.id, trace]]), step));
    const annotations = { [entryAnnotation]: sealedEntry(entry, signer) };
    if (manifest) await machine.registry.putManifest(key, { ...manifest, annotations });
    const other = await reader();
    expect(await other.second().take(key)).toBeUndefined();
    expect(other.said).toEqual([expect.stringContaining("its bytes are others")]);
  });

  test("where the registry has lost a file; whoever may push mends it", async () => {
    const content = aFile();
    const step = filed(content);
    await (await maker()).run([step]);
    await rm(registry.blobPath(digestOf(content)));
    const other = await maker();
    expect((await other.run([step])).done).toEqual([step.label]);
    expect(other.said).toEqual([expect.stringContaining("the registry has lost it")]);
    expect((await (await reader()).run([step])).done).toEqual([]);
  });

  test("where a file of the registry's disk was changed", async () => {
    const content = aFile();
    const step = filed(content);
    await (await maker()).run([step]);
    await writeFile(registry.blobPath(digestOf(content)), content.replace(/.$/, "x"));
    const other = await reader();
    expect((await other.run([step])).done).toEqual([step.label]);
  });
});
