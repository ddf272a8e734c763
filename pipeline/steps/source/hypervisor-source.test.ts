// Hypervisors from real servers, built in the sandbox: what cannot be had is infrastructure's, in a sentence.
// @module-tag process

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GitSource, SourcePin } from "../../model/described/hypervisor.ts";
import type { SourceTree } from "../../model/described/head.ts";
import { step } from "../../model/work/step.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { gitDaemon, httpServer } from "../../test/git-servers.ts";
import { Served } from "../../test/served-rig.ts";
import { builtSmallXen, smallXen } from "../../test/small-xen.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { fileDigest } from "../../tools/host.ts";
import { importHead } from "./import-head.ts";
import { resolveHypervisorCommit } from "./resolve-hypervisor-commit.ts";

let served: Served;
let tip: SourceTree;
beforeAll(async () => {
  served = await Served.make();
  const first = await served.rig.commit(smallXen, "one");
  tip = await served.rig.commit({ ...smallXen, "xen/common.c": "two\n" }, "two", first);
  await served.branch(tip);
});

async function pinned(source: GitSource): Promise<SourcePin> {
  const resolved = step(resolveHypervisorCommit, "small", { hypervisor: "small", source }, {});
  const outcome = await outcomeOn(await temporaryStore(), resolved);
  if (outcome.status === "pass") return outcome.value;
  throw new Error(JSON.stringify(outcome));
}

describe("a hypervisor from git", () => {
  test.each(["http", "daemon", "file"])(
    "over %s is the branch's newest, and says so",
    async (kind) => {
      const url = {
        http: async () => (await httpServer(served.root)).url(`${served.name}/.git`),
        daemon: async () => (await gitDaemon(served.root))(served.name),
        file: async () => `file://${served.dir}`,
      }[kind];
      const source = { git: (await url?.()) ?? "", ref: "main" };
      const pin = await pinned(source);
      expect(pin).toEqual({ ...source, commit: tip.commit });
      const store = await temporaryStore();
      const outcome = await outcomeOn(store, builtSmallXen(source, pin));
      if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
      const { version, image, efi } = outcome.value;
      expect(version).toBe(`4.23-unstable (main at ${tip.commit.slice(0, 12)})`);
      expect(await readFile(store.path(image), "utf8")).toBe(`git:${tip.commit}two\n`);
      expect(efi.digest).toBe(image.digest);
    },
  );

  test("takes a commit for a ref, and what was fetched once is not fetched again", async () => {
    const server = await httpServer(served.root);
    const source = { git: server.url(`${served.name}/.git`), ref: tip.commit };
    const pin = await pinned(source);
    const store = await temporaryStore();
    expect((await outcomeOn(store, builtSmallXen(source, pin))).status).toBe("pass");
    server.mishap = { kind: "status", status: 503 };
    const again = builtSmallXen({ ...source, ref: "main" }, pin);
    expect((await outcomeOn(store, again)).status).toBe("pass");
    expect(await outcomeOn(await temporaryStore(), again)).toEqual({
      status: "error",
      message: `${source.git}: it answers with HTTP status 503`,
      hint: expect.stringContaining("git ls-remote"),
    });
  });

  test("whose server is not there, or has no such ref, is pinned as that, and fails where it is built", async () => {
    const server = await httpServer(served.root);
    const git = server.url(`${served.name}/.git`);
    const absent = { git, ref: "stable" };
    const noRef = await pinned(absent);
    expect(noRef).toEqual({
      outOfReach: `hypervisor/small/hypervisor.yaml: source: ${git} has no ref stable`,
      next: `see what it has with: git ls-remote ${git}`,
    });
    await server.stop();
    const source = { git, ref: "main" };
    const pin = await pinned(source);
    expect(pin).toEqual({
      outOfReach: `${git}: nothing answers there`,
      next: "run it again; git ls-remote with the address shows whether it answers",
    });
    for (const [of, one] of [
      [absent, noRef],
      [source, pin],
    ] as const)
      expect(await outcomeOn(await temporaryStore(), builtSmallXen(of, one))).toMatchObject({
        status: "error",
        message: "outOfReach" in one ? one.outOfReach : "",
      });
  });

  test("that was cut in the middle is not taken", async () => {
    const server = await httpServer(served.root);
    const source = { git: server.url(`${served.name}/.git`), ref: "main" };
    const pin = await pinned(source);
    const store = await temporaryStore();
    server.mishap = { kind: "cut", after: 200 };
    const small = builtSmallXen(source, pin);
    expect(await outcomeOn(store, small)).toMatchObject({
      message: expect.stringContaining("the connection was cut before all had come"),
    });
    server.mishap = undefined;
    expect((await outcomeOn(store, small)).status).toBe("pass");
  });
});

async function built(source: { tarball: string; sha256: string }) {
  return outcomeOn(await temporaryStore(), builtSmallXen(source, source));
}

function changed(name: string, from: string, to: string) {
  const text = `--- a/xen/common.c\n+++ b/xen/common.c\n@@ -1 +1 @@\n-${from}\n+${to}\n`;
  return { name, text };
}

test("a hypervisor is built with the patches of its description, in their order", async () => {
  const source = { git: `file://${served.dir}`, ref: "main" };
  const pin = await pinned(source);
  const [one, two] = [changed("1.patch", "two", "three"), changed("2.patch", "three", "four")];
  const store = await temporaryStore();
  const outcome = await outcomeOn(store, builtSmallXen(source, pin, [one, two]));
  if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
  expect(await readFile(store.path(outcome.value.image), "utf8")).toMatch(/four\n$/);
  expect(await outcomeOn(store, builtSmallXen(source, pin, [two, one]))).toMatchObject({
    status: "fail",
    finding: {
      reason: "conflict",
      fault: "description",
      summary: "hypervisor/small/2.patch does not apply to its source",
    },
  });
});

describe("a hypervisor's tarball", () => {
  let bytes: Buffer;
  let sha256: string;
  /** `close`: the connection ends without a word of how much there was to come. */
  let limit: { readonly after: number; readonly close: boolean } | undefined;
  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/xen.tar.gz")) return void response.writeHead(404).end();
    const told = limit?.close ? { connection: "close" } : { "content-length": bytes.length };
    response.writeHead(200, told);
    const destroyed = limit && !limit.close;
    response.write(bytes.subarray(0, limit?.after), () => {
      if (destroyed) response.destroy();
      else response.end();
    });
  });
  let url: string;

  beforeAll(async () => {
    const file = join(await temporaryFolder(), "xen.tar.gz");
    const { ".gitattributes": _, ...tree } = smallXen;
    const { commit } = await served.rig.commit(tree, "released");
    const args = ["archive", "--format=tar.gz", "--prefix=xen-4.23/", "-o", file, commit];
    execFileSync("git", [`--git-dir=${served.dir}/.git`, ...args]);
    bytes = await readFile(file);
    sha256 = (await fileDigest(file)) ?? "";
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xen.tar.gz`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test("is built, from a server and from this machine", async () => {
    limit = undefined;
    expect(await built({ tarball: url, sha256 })).toMatchObject({
      status: "pass",
      value: { version: "4.23-unstable" },
    });
    const file = join(await temporaryFolder(), "xen.tar.gz");
    await writeFile(file, bytes, { mode: 0o600 });
    expect((await built({ tarball: file, sha256 })).status).toBe("pass");
  });

  test("that is another one, cut, or not there is infrastructure's", async () => {
    limit = undefined;
    expect(await built({ tarball: url, sha256: "0".repeat(64) })).toEqual({
      status: "error",
      message: `${url}: the archive's sha256 is ${sha256}`,
      hint: "run it again; if it stays so, correct source in hypervisor/small/hypervisor.yaml",
    });
    limit = { after: 100, close: false };
    expect(await built({ tarball: url, sha256 })).toMatchObject({
      status: "error",
      message: expect.stringMatching(/xen\.tar\.gz: .*(?:remaining|closed)/),
    });
    limit = { after: 100, close: true };
    expect(await built({ tarball: url, sha256 })).toMatchObject({
      status: "error",
      message: expect.stringContaining("the archive's sha256 is"),
    });
    expect(await built({ tarball: url.replace("xen.tar", "no.tar"), sha256 })).toMatchObject({
      status: "error",
      message: expect.stringContaining("404"),
    });
    expect(await built({ tarball: "/nonexistent/xen.tar", sha256 })).toMatchObject({
      status: "error",
      message: expect.stringContaining("no such file"),
    });
  });

  test("of a kernel is a head in the same way", async () => {
    limit = undefined;
    const makefile = "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION =\n";
    const kernel = await served.rig.commit({ Makefile: makefile }, "kernel");
    const file = join(await temporaryFolder(), "linux.tar.gz");
    const args = ["archive", "--format=tar.gz", "--prefix=linux/", "-o", file, kernel.commit];
    execFileSync("git", [`--git-dir=${served.dir}/.git`, ...args]);
    bytes = await readFile(file);
    const pin = { kind: "tarball" as const, from: url, sha256: (await fileDigest(file)) ?? "" };
    expect(
      await outcomeOn(await temporaryStore(), step(importHead, "h", { pin }, {})),
    ).toMatchObject({
      status: "pass",
      value: { release: "7.3.0", tree: kernel.tree },
    });
  });
});
