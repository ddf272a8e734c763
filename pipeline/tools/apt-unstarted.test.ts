// A signed archive over HTTP, as apt takes it: apt is started where it has something to do, and only there.
// @module-tag process

import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFile, readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder, writeFiles } from "../test/folder-rig.ts";
import { startedPrograms } from "../test/started-programs.ts";
import { answerOf } from "./apt-answers.ts";
import { AptState, machineOrigins } from "./apt.ts";
import { mustRun } from "./shell.ts";

let gnupg: string;
let archive: string;
let server: Server;
/** Who asked for what, in order. */
let asked: { by: string; for: string }[];
let dir: string;

beforeAll(async () => {
  gnupg = await temporaryFolder();
  await gpg("--quick-gen-key", "--passphrase", "", "Nobody <nobody@example.org>", "rsa2048");
  await gpg("--output", join(gnupg, "keyring.gpg"), "--export");
});
afterAll(async () => mustRun(["gpgconf", "--homedir", gnupg, "--kill", "all"]));

beforeEach(async () => {
  for (const name of ["http_proxy", "https_proxy", "all_proxy"]) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toUpperCase(), undefined);
  }
  archive = await temporaryFolder();
  dir = join(await temporaryFolder(), "apt-sid");
  await publish("one");
  asked = [];
  server = createServer((request, answer) => {
    const path = request.url ?? "";
    asked.push({ by: request.headers["user-agent"] ?? "", for: path });
    readFile(join(archive, path)).then(
      (bytes) => answer.end(bytes),
      () => answer.writeHead(404).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => server.close());

test("apt is started for a new state; no program is while the signed lists are the same", async () => {
  expect(await openedNames()).toMatchObject({ names: ["one"], isAptStarted: true });
  expect(await openedNames()).toEqual({ names: ["one"], isAptStarted: false, started: 0 });
});

test("apt is started again where the archive has others", async () => {
  await openedNames();
  await publish("one", "two");
  expect(await openedNames()).toMatchObject({ names: ["one", "two"], isAptStarted: true });
});

test("apt is started again where a kept list is not as apt left it", async () => {
  await openedNames();
  await appendFile(join(dir, "sources.list"), "# not apt's\n");
  expect(await openedNames()).toMatchObject({ names: ["one"], isAptStarted: true });
});

test("a kept answer that is not whole is asked for again", async () => {
  await openedNames();
  const [name = ""] = await readdir(`${dir}.answers`);
  await appendFile(join(`${dir}.answers`, name), "three\n");
  expect(await openedNames()).toMatchObject({ names: ["one"], isAptStarted: false });
});

test("who asks the same at once is answered, each", async () => {
  const question = { kept: await temporaryFolder(), argv: ["apt-cache", "show", "one"], from: [] };
  const ask = async () => answerOf(question, async () => ({ answer: "one\n", holds: true }));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(["one\n", "one\n", "one\n"]);
});

test("the machine's own archives are asked for once, as long as its settings look as they did", async () => {
  const kept = await temporaryFolder();
  const origins = await machineOrigins(kept);
  const before = startedPrograms().length;
  expect(await machineOrigins(kept)).toBe(origins);
  expect(startedPrograms().length).toBe(before);
  expect(await machineOrigins()).toBe(origins);
});

/** The packages of the state, whether apt itself talked to the archive for them, and how many programs were started. */
async function openedNames() {
  asked = [];
  const before = startedPrograms().length;
  const { port } = server.address() as AddressInfo;
  const signedBy = `[signed-by=${join(gnupg, "keyring.gpg")}]`;
  const sources = [`deb ${signedBy} http://127.0.0.1:${port}/debian sid main`];
  const state = await AptState.open(dir, { sources }, new AbortController().signal);
  expect(asked.length).toBeGreaterThan(0);
  const isAptStarted = asked.some(({ by }) => by.includes("APT"));
  const names = (await state.cache("pkgnames")).trim().split("\n").toSorted();
  return { names, isAptStarted, started: startedPrograms().length - before };
}

/** A suite with packages of these names, signed. */
async function publish(...names: readonly string[]): Promise<void> {
  const packages = names
    .map(
      (name) =>
        `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: A\nDescription: d\n\n`,
    )
    .join("");
  const architecture = (await mustRun(["dpkg", "--print-architecture"])).trim();
  const path = `main/binary-${architecture}/Packages`;
  const digest = createHash("sha256").update(packages).digest("hex");
  const until = new Date(Date.now() + 3_600_000).toUTCString();
  await writeFiles(join(archive, "debian/dists/sid"), {
    [path]: packages,
    Release: `Suite: sid
Codename: sid
Date: ${new Date(Date.now() - 60_000).toUTCString()}
Valid-Until: ${until}
Architectures: ${architecture}
Components: main
SHA256:
 ${digest} ${packages.length} ${path}
`,
  });
  const release = join(archive, "debian/dists/sid/Release");
  const signed = join(archive, "debian/dists/sid/InRelease");
  await gpg("--yes", "--output", signed, "--clearsign", release);
}

async function gpg(...args: readonly string[]): Promise<void> {
  await mustRun(["gpg", "--homedir", gnupg, "--batch", "--quiet", ...args]);
}
