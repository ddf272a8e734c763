// The store: whole entries or none, whatever happened to the process that wrote them.
// @module-tag process

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import type { Json } from "../model/json.ts";
import { pass } from "../model/judge/outcome.ts";
import type { Trace } from "../model/record/trace.ts";
import { temporaryStore } from "../test/store-rig.ts";
import { Store } from "./store.ts";

const key = "ab".repeat(32);

function traceWith(value: Json): Trace {
  return {
    step: key,
    kind: "kind",
    label: "kind x",
    key,
    outcome: pass(value),
    startedAt: "2026-11-21T00:00:00.000Z",
    durationMs: 1,
    run: 1,
  };
}

describe("a file in the store", () => {
  test("is named by its content, and read back as it was", async () => {
    const store = await temporaryStore();
    const kept = await store.keepBytes(Buffer.from([0, 255, 10]), "bytes");
    expect(kept).toEqual({ name: "bytes", digest: digestOf(Buffer.from([0, 255, 10])), bytes: 3 });
    expect(await store.read(kept)).toEqual(Buffer.from([0, 255, 10]));
  });

  test("is moved in, not copied", async () => {
    const store = await temporaryStore();
    const made = join(await store.work(), "made");
    await writeFile(made, "content");
    const kept = await store.keep(made, "made");
    await expect(readFile(made)).rejects.toThrow("ENOENT");
    expect(await readFile(store.path(kept), "utf8")).toBe("content");
  });

  test("is one file, however many keep the same content at once", async () => {
    const store = await temporaryStore();
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.keepBytes("same", `name ${at}`)),
    );
    expect(new Set(kept.map(({ digest }) => digest)).size).toBe(1);
    expect(await readdir(join(store.dir, "files"))).toHaveLength(1);
    expect(await readdir(join(store.dir, "work"))).toEqual([]);
  });
});

describe("a file whose bytes changed in the store", () => {
  test("is nobody's work: it is named, and taken out to be made again", async () => {
    const store = await temporaryStore();
    const kept = await store.keepBytes("content", "bzImage");
    await writeFile(store.path(kept), "CONTENT");
    await expect(store.check([kept])).rejects.toThrow("bzImage in the store is corrupt");
    await expect(readFile(store.path(kept))).rejects.toThrow("ENOENT");
    await store.check([await store.keepBytes("content", "bzImage")]);
  });
});

describe("a trace", () => {
  test("is found under its key alone", async () => {
    const store = await temporaryStore();
    await store.putTrace(key, traceWith({ a: 1 }));
    expect(await store.trace(key)).toEqual(traceWith({ a: 1 }));
    expect(await store.trace("cd".repeat(32))).toBeUndefined();
  });

  test("with a missing file is no hit, however deep its value speaks of it", async () => {
    const store = await temporaryStore();
    const file = await store.keepBytes("content", "f");
    const other = await store.keepBytes("other", "g");
    await store.putTrace(key, traceWith({ list: [{ deep: file }], other }));
    expect(await store.trace(key)).toBeDefined();
    await rm(store.path(file));
    expect(await store.trace(key)).toBeUndefined();
  });

  test.each(["{", "null", "17", "{}", '{"step":"x","outcome":{"status":"fine"}}'])(
    "that is %s is no hit: the step is done again",
    async (text) => {
      const store = await temporaryStore();
      await store.putTrace(key, traceWith("value"));
      await writeFile(join(store.dir, "traces", `${key}.json`), text);
      expect(await store.trace(key)).toBeUndefined();
    },
  );

  test("with a file that is too short is no hit", async () => {
    const store = await temporaryStore();
    const file = await store.keepBytes("content", "f");
    await store.putTrace(key, traceWith(file));
    await truncate(store.path(file), 2);
    expect(await store.trace(key)).toBeUndefined();
  });

  test("that is half written is none, and is cleared away with the next start", async () => {
    const store = await temporaryStore();
    const whole = JSON.stringify(traceWith("value"));
    await writeFile(join(store.dir, "work", `${key}.json`), whole.slice(0, 20));
    expect(await store.trace(key)).toBeUndefined();
    await new Store(store.dir).open();
    expect(await readdir(join(store.dir, "work"))).toEqual([]);
  });

  test("is whole or absent after SIGKILL at any instant", async () => {
    const store = await temporaryStore();
    const script = `
      import { Store } from ${JSON.stringify(join(import.meta.dirname, "store.ts"))};
      const store = new Store(${JSON.stringify(store.dir)});
      const common = { step: "a".repeat(64), kind: "k", label: "l", startedAt: "2026-01-01T00:00:00Z", durationMs: 1, run: 1 };
      for (let n = 0; ; n += 1) {
        const key = String(n % 5).repeat(64);
        const file = await store.keepBytes(String(n).repeat(200_000), "f");
        const value = { file, text: "x".repeat(300_000) };
        await store.putTrace(key, { ...common, key, outcome: { status: "pass", value } });
        process.stdout.write(".");
      }`;
    const args = ["--input-type=module-typescript", "--eval", script];
    const writer = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let written = 0;
    for await (const chunk of writer.stdout) if ((written += (chunk as Buffer).length) > 7) break;
    const closed = once(writer, "close");
    writer.kill("SIGKILL");
    await closed;
    const names = await readdir(join(store.dir, "traces"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(await store.trace(name.replace(".json", ""))).toBeDefined();
    for (const name of await readdir(join(store.dir, "files")))
      expect(digestOf(await readFile(join(store.dir, "files", name)))).toBe(name);
  });
});

test("what is kept outlives the next start, what was being worked on does not", async () => {
  const store = await temporaryStore();
  const file = await store.keepBytes("content", "f");
  await writeFile(join(await store.work(), "half"), "half");
  await writeFile(store.kept("objects"), "objects");
  await new Store(store.dir).open();
  expect(await readdir(join(store.dir, "work"))).toEqual([]);
  expect(await readFile(store.kept("objects"), "utf8")).toBe("objects");
  expect((await store.read(file)).toString()).toBe("content");
});
