import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { Github, githubAccess } from "./github.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** A GitHub on loopback that knows one token and one repository. */
async function github(permissions: Record<string, boolean>): Promise<string> {
  const server = createServer((request, response) => {
    const known =
      request.url === "/repos/xen/guests" && request.headers.authorization === "token right";
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(known ? { permissions } : { message: "Not Found" }));
  });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("says what the token may do", async () => {
  const url = await github({ pull: true, push: true, admin: false });
  const access = await githubAccess("right", "xen/guests", url);
  expect(access).toEqual({ ok: true, says: "xen/guests: pull, push" });
});

it("is not content with a token that may only read", async () => {
  const url = await github({ pull: true, push: false });
  expect((await githubAccess("right", "xen/guests", url)).ok).toBe(false);
});

it("takes a refusal as data, and never repeats the token", async () => {
  const url = await github({ pull: true, push: true });
  const access = await githubAccess("wrong-secret", "xen/guests", url);
  expect(access).toEqual({ ok: false, says: "xen/guests: GitHub answered 404" });
});

it("says that nobody answers", async () => {
  const access = await githubAccess("right", "xen/guests", "http://127.0.0.1:9");
  expect(access).toEqual({ ok: false, says: "xen/guests: no answer" });
});

it("waits for no other clients, whose GitHub is silent", async () => {
  let isSilent = true;
  const silent = createServer((request) => (isSilent ? undefined : request.destroy()));
  servers.push(silent.listen(0, "127.0.0.1"));
  await once(silent, "listening");
  const baseUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  // As many as octokit lets go at once.
  const others = Array.from({ length: 10 }, () => {
    const other = new Github({ token: "right", repository: "xen/guests", baseUrl, secondMs: 1 });
    return other.ask("GET /repos/{owner}/{repo}/issues").catch(() => undefined);
  });
  await once(silent, "request");
  const url = await github({ pull: true, push: true });
  expect((await githubAccess("right", "xen/guests", url)).ok).toBe(true);
  isSilent = false;
  silent.closeAllConnections();
  await Promise.all(others);
}, 20_000);
