// What goes wrong with a registry on the way, put in by a proxy before Debian's: it is told once, and costs no run.
// @module-tag process

import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Mishap, RegistryProxy } from "../../test/registry-proxy.ts";
import { login } from "../../test/registry-login.ts";
import {
  filed,
  keyOf,
  maker,
  proxy,
  reader,
  registry,
  shareRegistry,
} from "../../test/shared-registry.ts";

shareRegistry();

/** Too large for the entry itself. */
const aFile = () => randomBytes(4096).toString("hex");

function isUpload(method: string, path: string): boolean {
  return method === "PUT" && path.includes("/blobs/uploads/");
}

describe("a push", () => {
  test("that breaks off is begun again, and that is said", async () => {
    const step = filed(aFile());
    let cuts = 0;
    proxy.rule = (method, path) => {
      if (!isUpload(method, path) || cuts > 0) return undefined;
      cuts += 1;
      return { cutAfter: 1 };
    };
    const machine = await maker();
    await machine.run([step]);
    expect(machine.said).toEqual([
      expect.stringMatching(/the upload of .* is begun again: .* broke off/),
    ]);
    expect((await (await reader()).run([step])).done).toEqual([]);
  });

  test("that never gets through leaves no half entry, is said once, and costs no run", async () => {
    const steps = [filed(aFile()), filed(aFile()), filed(aFile())];
    proxy.rule = (method, path) => (isUpload(method, path) ? { cutAfter: 1 } : undefined);
    const machine = await maker();
    const { traces } = await machine.run(steps);
    expect(steps.map(({ id }) => traces.get(id)?.outcome.status)).toEqual(["pass", "pass", "pass"]);
    expect(machine.said.filter((words) => words.startsWith("nothing more is pushed"))).toHaveLength(
      1,
    );
    proxy.rule = () => undefined;
    const [first] = steps;
    if (first) expect(await machine.registry.manifest(keyOf(traces, first))).toBeUndefined();
  });

  test("waits where the registry asks for it, and says so", async () => {
    const step = filed(aFile());
    const machine = await maker();
    const waits = () => machine.said.some((words) => /asks to wait/.test(words));
    // Not the first request: on a busy machine that may be a late one of the test before.
    proxy.rule = (method, path) =>
      method === "POST" && path.includes("uploads") && !waits()
        ? { status: 429, headers: { "retry-after": "0" } }
        : undefined;
    await machine.run([step]);
    expect(waits()).toBe(true);
    expect((await (await reader()).run([step])).done).toEqual([]);
  });

  test("does not wait longer than a run can", async () => {
    proxy.rule = (method) =>
      method === "POST" ? { status: 429, headers: { "retry-after": "86400" } } : undefined;
    const machine = await maker();
    await machine.run([filed(aFile())]);
    expect(machine.said).toEqual([expect.stringContaining("asks to wait 86400 s")]);
  });

  test("outlives the registry's garbage collection between its files and its manifest", async () => {
    const step = filed(aFile());
    proxy.before = async (method, path, times) => {
      if (method === "PUT" && path.includes("/manifests/") && times === 0)
        await registry.collectGarbage();
    };
    const machine = await maker();
    await machine.run([step]);
    expect(machine.said).toEqual([]);
    expect((await (await reader()).run([step])).done).toEqual([]);
  });

  test("that is refused ends pushing, and reading goes on", async () => {
    const [there, step] = [filed(aFile()), filed(aFile())];
    await (await maker()).run([there]);
    proxy.rule = (method) => (method === "POST" ? { status: 403 } : undefined);
    const machine = await maker();
    expect((await machine.run([step, filed(aFile())])).done).toHaveLength(2);
    expect(machine.said).toEqual([expect.stringContaining("refuses us (POST: 403)")]);
    expect((await machine.run([there])).done).toEqual([]);
  });
});

describe("a registry that", () => {
  test("does not know us is told of once, and the run goes on with the local store", async () => {
    const steps = [filed(aFile()), filed(aFile())];
    const other = await reader({ credentials: { ...login, password: "wrong" } });
    expect((await other.run(steps)).done).toHaveLength(2);
    expect(other.said).toEqual([expect.stringMatching(/^the run goes on .*refuses us.*401/)]);
    expect(other.said[0]).toContain("TWINBOOT_REMOTE_PASSWORD");
  });

  test("is gone is told of once, too", async () => {
    const gone = await RegistryProxy.to(1);
    const { host } = gone;
    await gone.stop();
    const other = await maker({ host });
    const { done, traces } = await other.run([filed(aFile()), filed(aFile()), filed(aFile())]);
    expect(done).toHaveLength(3);
    expect([...traces.values()].map(({ outcome }) => outcome.status)).not.toContain("error");
    expect(other.said).toEqual([
      expect.stringMatching(/^the run goes on with the local store: http.*cannot be reached/),
    ]);
  });

  test.each<Mishap>(["silent", "stalls"])("%s is not waited for", async (mishap) => {
    const step = filed(aFile());
    await (await maker()).run([step]);
    proxy.rule = () => mishap;
    const other = await reader({ patience: { silent: 200 } });
    expect((await other.run([step])).done).toEqual([step.label]);
    expect(other.said).toEqual([expect.stringContaining("it has said nothing for")]);
  });

  test("answers with faults of its own is away", async () => {
    proxy.rule = () => ({ status: 500 });
    const other = await reader();
    expect((await other.run([filed(aFile())])).done).toHaveLength(1);
    expect(other.said).toEqual([expect.stringContaining("answers 500 to GET")]);
  });

  test("holds a disk full in a small file is found out", async () => {
    const content = Buffer.concat([randomBytes(64), Buffer.alloc(4 * 2 ** 20)]);
    const [large, small] = [filed(content), filed(content.subarray(0, 2 ** 20 + 64))];
    const machine = await maker();
    const { traces } = await machine.run([large, small]);
    const [from, to] = await Promise.all(
      [large, small].map(async (one) => machine.registry.manifest(keyOf(traces, one))),
    );
    const [layer] = from?.layers ?? [];
    const named = to?.layers[0]?.annotations;
    if (!to || !layer || !named) throw new Error("nothing was pushed");
    const layers = [{ ...layer, annotations: named }];
    await machine.registry.putManifest(keyOf(traces, small), { ...to, layers });
    const other = await reader();
    expect((await other.run([small])).done).toEqual([small.label]);
    expect(other.said).toEqual([expect.stringContaining("it holds more than")]);
  });
});
