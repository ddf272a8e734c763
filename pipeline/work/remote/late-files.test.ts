// Files of what was taken, on their way to a fresh machine: only when a step that is done there reads them, and as signed.
// @module-tag process

import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Artifact } from "../../model/artifact.ts";
import { digestOf } from "../../model/digest.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { Step } from "../../model/work/step.ts";
import { filed, maker, reader, registry, shareRegistry } from "../../test/shared-registry.ts";
import { work } from "../../test/step-rig.ts";

shareRegistry();

/** Too large for the entry itself. */
const aFile = () => randomBytes(4096).toString("hex");
const late = { late: true };

function artifactOf(content: string): Artifact {
  return { name: "f", digest: digestOf(content), bytes: content.length };
}

/** What reads the file gives its length. */
function reading(from: Step, name: string): Step {
  return work(name, { from }, async ({ read }, inputs) => {
    const { file } = inputs["from"] as unknown as { file: Artifact };
    return pass((await read(file)).length);
  });
}

test("a machine that does nothing itself has none, and what reads one has it", async () => {
  const content = aFile();
  const [from, file] = [filed(content), artifactOf(content)];
  await (await maker()).run([reading(from, "reads-1")]);
  const fresh = await reader();
  expect((await fresh.run([reading(from, "reads-1")], late)).done).toEqual([]);
  expect(await fresh.store.has(file)).toBe(false);
  // Also in a later run, which finds the trace in its own store.
  const { done, traces } = await fresh.run([reading(from, "reads-more-1")], late);
  expect(done).toEqual(["reads-more-1 x"]);
  expect([...traces.values()].at(-1)?.outcome).toEqual(pass(content.length));
  expect((await fresh.store.read(file)).toString()).toBe(content);
  expect(fresh.said).toEqual([]);
});

test("what boots left is there at once: reports show it", async () => {
  const content = aFile();
  const keep: Parameters<typeof work>[2] = async ({ keepBytes }) =>
    pass({ file: await keepBytes(content, "f") });
  const booted = work("booted-late", {}, keep, { nature: "recorded" });
  await (await maker()).run([booted]);
  const fresh = await reader();
  expect((await fresh.run([booted], late)).done).toEqual([]);
  expect(await fresh.store.has(artifactOf(content))).toBe(true);
});

test.each<[string, (path: string) => Promise<void>]>([
  ["lost", (path) => rm(path)],
  ["damaged", (path) => writeFile(path, aFile())],
])(
  "where the registry has a file %s, its step is done again, and must be the same",
  async (how, spoil) => {
    const content = aFile();
    let times = 0;
    const keep: Parameters<typeof work>[2] = async ({ keepBytes }) => {
      times += 1;
      return pass({ file: await keepBytes(content, "f") });
    };
    const from = work(`made-${how}`, {}, keep);
    await (await maker()).run([from]);
    const fresh = await reader();
    expect((await fresh.run([from], late)).done).toEqual([]);
    await spoil(registry.blobPath(digestOf(content)));
    const { traces } = await fresh.run([reading(from, `reads-${how}`)], late);
    expect([...traces.values()].at(-1)?.outcome).toEqual(pass(content.length));
    expect(times).toBe(2);
  },
);

test("a step that comes out otherwise here is no stand-in for what was lost", async () => {
  const contents = [aFile(), aFile()];
  const [first = ""] = contents;
  const from = work("made-otherwise", {}, async ({ keepBytes }) =>
    pass({ file: await keepBytes(contents.shift() ?? "", "f") }),
  );
  await (await maker()).run([from]);
  const fresh = await reader();
  await fresh.run([from], late);
  await rm(registry.blobPath(digestOf(first)));
  const { traces } = await fresh.run([reading(from, "reads-otherwise")], late);
  expect([...traces.values()].at(-1)?.outcome).toMatchObject({
    status: "error",
    message: expect.stringContaining("comes out otherwise here"),
  });
});

test("without the remote store, or for who needs files at once, what lacks them does not stand", async () => {
  const content = aFile();
  const from = filed(content);
  await (await maker()).run([from]);
  const [fresh, another] = [await reader(), await reader()];
  await fresh.run([from], late);
  expect((await fresh.run([from], { ...late, second: undefined })).done).toEqual([from.label]);
  await another.run([from], late);
  expect((await another.run([from])).done).toEqual([]);
  expect(await another.store.has(artifactOf(content))).toBe(true);
});
