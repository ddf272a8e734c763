// Signed lists that an archive still has: apt is asked in every doubt, and no more where nothing changed.

import { once } from "node:events";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { listsStand } from "./standing-lists.ts";

let server: Server;
let served: string;
let port: number;
/** Of the archive's list, where it knows it. */
let modified: Date | undefined;
let asked: string[];
let dir: string;

const release = (until: Date) => `Suite: sid\nValid-Until: ${until.toUTCString()}\nSHA256:\n`;
const hour = 3_600_000;

beforeEach(async () => {
  for (const name of ["http_proxy", "https_proxy", "all_proxy"]) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toUpperCase(), undefined);
  }
  asked = [];
  served = release(new Date(Date.now() + hour));
  server = createServer((request, answer) => {
    asked.push(request.url ?? "");
    const is = modified && request.headers["if-modified-since"] === modified.toUTCString();
    if (is) answer.writeHead(304).end();
    else answer.end(served);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  modified = undefined;
  dir = await temporaryFolder();
  await writeFile(join(dir, "keyring"), "");
  await writeFile(join(dir, "left"), "");
  await utimes(join(dir, "left"), new Date(), new Date(Date.now() + hour));
  await keep(served);
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
});

const line = (suite = "sid") =>
  `deb [signed-by=${join(dir, "keyring")}] http://127.0.0.1:${port}/debian ${suite} main`;

const listPath = () => join(dir, `lists/127.0.0.1:${port}_debian_dists_sid_InRelease`);

async function overSinceTaken(): Promise<void> {
  const now = new Date();
  await utimes(join(dir, "left"), now, now);
  vi.setSystemTime(now.getTime() + 2 * hour);
}

async function keep(text: string): Promise<void> {
  await mkdir(dirname(listPath()), { recursive: true });
  await writeFile(listPath(), text);
}

async function stand(...sources: string[]): Promise<boolean> {
  const { signal } = new AbortController();
  return listsStand(join(dir, "lists"), { sources, left: join(dir, "left") }, signal);
}

test("they stand where the archive has the same bytes, and it is asked once for each", async () => {
  expect(await stand(line(), line().replace("deb ", "deb-src "))).toBe(true);
  expect(asked).toEqual(["/debian/dists/sid/InRelease"]);
});

test("they stand where the archive says that they are not modified, as apt takes it", async () => {
  modified = new Date(Date.now() - hour);
  await utimes(listPath(), modified, modified);
  served = "what a list of that time is not";
  expect(await stand(line())).toBe(true);
});

test("lists that were over when apt took them stand, as apt takes them again", async () => {
  await keep((served = release(new Date(Date.now() - hour))));
  const now = new Date();
  await utimes(join(dir, "left"), now, now);
  expect(await stand(line())).toBe(true);
});

test.each<[string, () => unknown]>([
  ["the archive has others", () => (served += "\n")],
  ["nothing is kept of them", () => keep("")],
  ["their time is over since apt took them", () => overSinceTaken()],
  ["their time is no time", () => keep((served = "Valid-Until: soon\n"))],
  ["the archive does not answer", () => server.close()],
  ["a proxy leads to it", () => vi.stubEnv("http_proxy", "http://127.0.0.1:1")],
  ["the keyring is newer", () => utimes(join(dir, "left"), new Date(0), new Date(0))],
])("apt is asked where %s", async (_, happens) => {
  await happens();
  expect(await stand(line())).toBe(false);
});

test("apt is asked of what is not over HTTP, of another form, or one of several", async () => {
  expect(await stand("deb [trusted=yes] copy:/srv ./")).toBe(false);
  expect(await stand(line().replace(/\[.*\] /, ""))).toBe(false);
  expect(await stand(line(), line("bookworm"))).toBe(false);
  expect(await stand()).toBe(false);
});
