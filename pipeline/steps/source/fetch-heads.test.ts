// Heads from real servers: only what is needed is fetched, and what goes wrong with a server is no series' fault.
// @module-tag process

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Random } from "../../model/random.ts";
import { step } from "../../model/work/step.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { gitDaemon, httpServer } from "../../test/git-servers.ts";
import {
  fetchedHead,
  grown,
  objectsIn,
  rebasedOn,
  Served,
  seriesOn,
} from "../../test/served-rig.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { Git } from "../../tools/git.ts";
import { fetchHistory } from "../../tools/partial-history.ts";
import { headsFolder } from "./import-head.ts";
import { resolveHead } from "./resolve-head.ts";

const kinds = ["http", "daemon", "file"] as const;

async function addressOf(kind: (typeof kinds)[number], { root, name, dir }: Served) {
  if (kind === "file") return `file://${dir}`;
  if (kind === "http") return (await httpServer(root)).url(`${name}/.git`);
  return (await gitDaemon(root))(name);
}

describe.each(kinds)("over %s", (kind) => {
  const title = "series %i fares as on a whole clone";
  test.each([1])(title, faresAlike);
  // The fourth server knows no filter.
  test.each([2, 3, 4])(title, { tags: ["vm"] }, faresAlike);

  async function faresAlike(seed: number): Promise<void> {
    const served = await Served.make({ filter: seed % 4 > 0 });
    const random = new Random(seed);
    const old = await grown(served, random, { files: 8, commits: 12 });
    const fresh = await grown(served, random, { files: 8, commits: 25 }, old);
    const patches = await seriesOn(served, random, old, 6);
    const url = await addressOf(kind, served);
    const store = await temporaryStore();
    const head = await fetchedHead(store, url, fresh.tip);
    if (head.status !== "pass") throw new Error(JSON.stringify(head));
    const blobs = (await objectsIn(store))["blob"] ?? 0;
    if (seed % 4) expect(blobs).toBe(1);
    else expect(blobs).toBeGreaterThan(30);
    const release = { release: "7.3.0-rc1" };
    const [onto, base] = [
      { ...fresh.tip, ...release },
      { ...old.tip, ...release },
    ];
    expect(head.value).toEqual(onto);
    const whole = await rebasedOn(served.rig.store, patches, onto, base);
    expect(await rebasedOn(store, patches, onto, base)).toEqual(whole);
  }
});

test("a series needs some few requests, and not one for each file; a second time none", async () => {
  const { server, store, head, patches, base } = await fetched(20);
  const before = server.requests;
  await rebasedOn(store, patches, head, base);
  expect(server.requests - before).toBeGreaterThan(0);
  expect(server.requests - before).toBeLessThan(8);
  const after = server.requests;
  const fewer = await rebasedOn(store, patches.slice(0, 12), head, base);
  expect(fewer.status).not.toBe("error");
  expect(server.requests).toBe(after);
});

test("a head that moved brings the difference alone, and one that was pushed anew comes whole", async () => {
  const { served, server, url, store, fresh } = await fetched(60);
  const first = server.sent;
  const moved = await served.rig.commit({ ...fresh.tree, "d0/f0.c": "new\n" }, "new", fresh.tip);
  server.sent = 0;
  expect((await fetchedHead(store, url, moved)).status).toBe("pass");
  expect(server.sent).toBeLessThan(first / 5);
  const anew = await served.rig.commit({ ...fresh.tree, "d0/f1.c": "forced\n" }, "forced");
  await served.branch(anew);
  const forced = await fetchedHead(store, url, anew);
  expect(forced).toMatchObject({ status: "pass", value: { commit: anew.commit } });
  const git = new Git(store.kept(headsFolder));
  expect(await git.has(fresh.tip.commit)).toBe(true);
});

test("several heads at once share a repository, and each server is asked for its own files", async () => {
  const store = await temporaryStore();
  const some = await Promise.all([
    fetched(10, store, "2001-01-01"),
    fetched(10, store),
    fetched(10, store),
  ]);
  for (const { patches, head, base, served } of some) {
    const whole = await rebasedOn(served.rig.store, patches, head, base);
    expect(await rebasedOn(store, patches, head, base)).toEqual(whole);
  }
});

describe("what goes wrong with a server is infrastructure's, in a sentence:", () => {
  test("HTTP 503, at the first fetch and for the files of a series", async () => {
    const { server, url, store, head, patches, base } = await fetched(10);
    server.mishap = { kind: "status", status: 503 };
    const at = await fetchedHead(await temporaryStore(), url, head);
    expect(at).toMatchObject({
      status: "error",
      message: `${url}: it answers with HTTP status 503`,
    });
    const came = await rebasedOn(store, patches, head, base);
    expect(came).toMatchObject({
      status: "error",
      message: expect.stringMatching(
        /files of a head's history could not be fetched: .*HTTP status 503/,
      ),
    });
    server.mishap = undefined;
    expect((await rebasedOn(store, patches, head, base)).status).not.toBe("error");
  });

  test("a connection that is cut in the middle of a pack, and what had come is not taken", async () => {
    const { served, server, url, store, head, patches, base, fresh } = await fetched(40);
    server.mishap = { kind: "cut", after: 900 };
    const empty = await temporaryStore();
    const cut = { status: "error", message: expect.stringContaining("the connection was cut") };
    expect(await fetchedHead(empty, url, head)).toMatchObject(cut);
    expect(await rebasedOn(store, patches, head, base)).toMatchObject(cut);
    server.mishap = undefined;
    expect(await fetchedHead(empty, url, head)).toMatchObject({ status: "pass" });
    const whole = await rebasedOn(served.rig.store, patches, head, base);
    expect(await rebasedOn(store, patches, head, base)).toEqual(whole);
    expect(fresh.tip.commit).toBe(head.commit);
  });

  test("a server that falls silent, within the time that it is given", async () => {
    const { server, url, head } = await fetched(5);
    server.mishap = { kind: "silent" };
    const git = await Git.init(join(await temporaryFolder(), "heads.git"));
    const patience = { silent: 700, total: 60_000 };
    const { commit } = head;
    const wanted = { url, commit, ref: `refs/twinboot/git/${commit}`, patience };
    const startedAt = Date.now();
    await expect(fetchHistory(git, wanted)).rejects.toThrow(`${url}: nothing came for 0.7 s`);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    const slow = { ...wanted, patience: { silent: 60_000, total: 900 } };
    await expect(fetchHistory(git, slow)).rejects.toThrow("the fetch was not through after 0.9 s");
  });

  test("a server that is not there", async () => {
    const { served, head } = await fetched(5);
    const { server } = await gone(served);
    expect(await fetchedHead(await temporaryStore(), server, head)).toMatchObject({
      status: "error",
      message: `${server}: nothing answers there`,
    });
  });

  test("a commit that was there when the run looked, and is no more", async () => {
    const { url, head } = await fetched(5);
    const never = { ...head, commit: "12".repeat(20) };
    expect(await fetchedHead(await temporaryStore(), url, never)).toMatchObject({
      status: "error",
      message: expect.stringMatching(/it has no 121212121212 any more: a branch was deleted/),
    });
  });

  test("a branch that an earlier run has seen; one that nobody saw is the user's mistake", async () => {
    const { served, url, store } = await fetched(5);
    const look = async (ref: string) => {
      const head = { kind: "git" as const, url, ref, channel: "posting" as const };
      return outcomeOn(store, step(resolveHead, "h", { name: "h", head }, {}));
    };
    await served.rig.run(["update-ref", "-d", "refs/heads/main"]);
    expect(await look("main")).toMatchObject({
      status: "error",
      message: expect.stringContaining("has no ref main any more"),
    });
    expect(await look("mai*")).toMatchObject({ status: "error" });
    await expect(look("maim")).rejects.toThrow("has no ref maim");
  });

  test.each(["all", "2001-01-01"])("a shallow server, asked for history of %s", async (history) => {
    const { served, head } = await fetched(20);
    const shallow = join(await temporaryFolder(), "shallow");
    execFileSync("git", [
      "clone",
      "-q",
      "--bare",
      "--depth=3",
      "-b",
      "main",
      `file://${served.dir}`,
      shallow,
    ]);
    execFileSync("git", [`--git-dir=${shallow}`, "config", "uploadpack.allowFilter", "true"]);
    const store = await temporaryStore();
    const url = `file://${shallow}`;
    expect(await fetchedHead(store, url, head, history)).toMatchObject({
      status: "error",
      message: `${url}: it is a shallow clone itself, and its history is not whole`,
    });
    // The very commit is here now, and what is behind it is not.
    expect(await fetchedHead(store, `file://${served.dir}`, head)).toMatchObject({
      status: "pass",
    });
    const git = new Git(store.kept(headsFolder));
    expect(await git.must("rev-list", "--count", head.commit)).toBe("33");
  });
});

/** A server with a history and a series, and a store that has fetched it. */
async function fetched(
  count: number,
  given?: Awaited<ReturnType<typeof temporaryStore>>,
  history?: string,
) {
  const served = await Served.make();
  const random = new Random(count);
  const old = await grown(served, random, { files: count, commits: 12 });
  const fresh = await grown(served, random, { files: count, commits: 20 }, old);
  await served.branch(fresh.tip);
  const patches = await seriesOn(served, random, old, count);
  const server = await httpServer(served.root);
  const url = server.url(`${served.name}/.git`);
  const store = given ?? (await temporaryStore());
  const release = { release: "7.3.0-rc1" };
  const [head, base] = [
    { ...fresh.tip, ...release },
    { ...old.tip, ...release },
  ];
  expect(await fetchedHead(store, url, head, history)).toMatchObject({ status: "pass" });
  return { served, server, url, store, fresh, patches, head, base };
}

/** An address at which nobody listens any more. */
async function gone({ root, name }: Served) {
  const server = new URL((await httpServer(root)).url(name));
  server.port = "1";
  return { server: server.href };
}
