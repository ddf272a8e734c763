// Logins that registries ask for: a token from where they say, with our name if we have one, for no more than is needed.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ociAddress } from "./oci-address.ts";
import { OciRegistry } from "./oci-registry.ts";
import type { Credentials } from "./registry-login.ts";

let server: Server;
/** `METHOD url authorization` of each request. */
let seen: string[];
/** What the registry asks for. */
let challenge: () => string;
/** Tokens that it takes; each is good for so many requests. */
let uses: number;

function answer(request: IncomingMessage): { status: number; body: string; asks?: string } {
  const { url = "", headers } = request;
  if (url.startsWith("/token")) return { status: 200, body: JSON.stringify({ token: "good" }) };
  if (headers.authorization !== "Bearer good" || uses-- <= 0) {
    uses = 2;
    return { status: 401, body: "{}", asks: challenge() };
  }
  return { status: 404, body: "{}" };
}

beforeEach(async () => {
  [seen, uses] = [[], 2];
  challenge = () => `Bearer realm="${origin()}/token",service="here",scope="any"`;
  server = createServer((request, response) => {
    seen.push([request.method, request.url, request.headers.authorization].join(" "));
    const { status, body, asks } = answer(request);
    response.writeHead(status, asks ? { "www-authenticate": asks } : {}).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function origin(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function registry(credentials?: Credentials): OciRegistry {
  const address = ociAddress(`${origin().replace("http", "oci")}/owner/store`);
  const { signal } = new AbortController();
  return new OciRegistry(address, { credentials, signal, say: () => undefined });
}

const known = { user: "me", password: "secret" };
const basic = `Basic ${Buffer.from("me:secret").toString("base64")}`;
const scope = (rights: string) =>
  `GET /token?service=here&scope=${encodeURIComponent(`repository:owner/store:${rights}`)}`;

test("a token is asked for in our name, for reading alone, and used until it is over", async () => {
  const asked = registry(known);
  for (let n = 0; n < 3; n += 1) expect(await asked.manifest("tag")).toBeUndefined();
  const tokens = seen.filter((one) => one.startsWith("GET /token"));
  expect(tokens).toEqual([`${scope("pull")} ${basic}`, `${scope("pull")} ${basic}`]);
  expect(seen.filter((one) => one.startsWith("GET /v2") && one.includes("secret"))).toEqual([]);
});

test("whoever is nobody asks without a name", async () => {
  expect(await registry().manifest("tag")).toBeUndefined();
  expect(seen).toContain(`${scope("pull")} `);
});

test("for a push the right to push is asked for", async () => {
  await registry(known).has({ digest: `sha256:${"ab".repeat(32)}` });
  expect(seen).toContain(`${scope("pull,push")} ${basic}`);
});

test("our name is sent to no other server without TLS", async () => {
  challenge = () => 'Bearer realm="http://elsewhere.example/token",service="here"';
  await expect(registry(known).manifest("tag")).rejects.toThrow(
    "wants our credentials sent to http://elsewhere.example",
  );
});

test("a login that we do not know is refused, and so is one without a name", async () => {
  challenge = () => 'Negotiate realm="x"';
  await expect(registry(known).manifest("tag")).rejects.toThrow('does not know: "Negotiate"');
  challenge = () => 'Basic realm="x"';
  await expect(registry().manifest("tag")).rejects.toThrow("TWINBOOT_REMOTE_USER is not set");
});
