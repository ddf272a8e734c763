// git http-backend behind HTTP on loopback, with what goes wrong with servers.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable, Writable } from "node:stream";

export type Mishap =
  | { readonly kind: "status"; readonly status: number }
  /** The connection is closed behind so many bytes of a pack. */
  | { readonly kind: "cut"; readonly after: number }
  /** Nothing of a pack is sent, and the connection stays. */
  | { readonly kind: "silent" };

/** The repositories belong to whoever runs this. */
export const serverEnvironment = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
};

export class HttpServer {
  /** What the next requests for a pack meet; everything works where absent. */
  mishap: Mishap | undefined;
  /** Bytes of packs that were sent. */
  sent = 0;
  /** Requests for packs that were heard. */
  requests = 0;
  readonly #server: Server;
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Serves the repositories of a folder. */
  static async start(root: string): Promise<HttpServer> {
    const own = new HttpServer(root);
    own.#server.listen(0, "127.0.0.1");
    await once(own.#server, "listening");
    return own;
  }

  url(repository: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${repository}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const isForPack = request.method === "POST" && !body.includes("command=ls-refs");
    if (isForPack) this.requests += 1;
    const { mishap } = this;
    if (mishap?.kind === "status") response.writeHead(mishap.status).end();
    else if (!isForPack) await this.#served(request, response, { body, limit: Infinity });
    else if (mishap?.kind !== "silent") {
      const limit = mishap?.after ?? Infinity;
      this.sent += await this.#served(request, response, { body, limit });
    }
  }

  async #served(
    request: IncomingMessage,
    response: ServerResponse,
    { body, limit }: { body: Buffer; limit: number },
  ): Promise<number> {
    const git = this.#started(request);
    git.stdin.on("error", () => undefined);
    git.stdin.end(body);
    return passedOn(git.stdout, response, limit);
  }

  /** As git-http-backend(1) wants it: a CGI program. */
  #started(request: IncomingMessage): ChildProcessByStdio<Writable, Readable, null> {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const {
      "git-protocol": protocol,
      "content-type": type,
      "content-encoding": encoding,
    } = request.headers;
    return spawn("git", ["http-backend"], {
      env: {
        ...serverEnvironment,
        GIT_PROJECT_ROOT: this.#root,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? "GET",
        CONTENT_TYPE: type ?? "",
        HTTP_CONTENT_ENCODING: encoding ?? "",
        ...(typeof protocol === "string" ? { GIT_PROTOCOL: protocol } : {}),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Gives how many bytes of the body went out. */
async function passedOn(
  output: AsyncIterable<Buffer>,
  response: ServerResponse,
  limit: number,
): Promise<number> {
  let [head, sent] = [Buffer.alloc(0), 0];
  for await (const chunk of output) {
    let part: Buffer = chunk;
    if (!response.headersSent) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) continue;
      const { status, fields } = headOf(head.toString("latin1", 0, end));
      response.writeHead(status, fields);
      part = head.subarray(end + 4);
    }
    const rest = part.subarray(0, limit - sent);
    sent += rest.length;
    if (!response.write(rest) && !response.destroyed) await settled(response);
    if (sent < limit) continue;
    response.destroy();
    return sent;
  }
  response.end();
  return sent;
}

async function settled(response: ServerResponse): Promise<void> {
  const both = new AbortController();
  const { signal } = both;
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  both.abort();
}

function headOf(text: string): { status: number; fields: Record<string, string> } {
  const lines = text.split("\r\n").map((line) => line.split(/: (.*)/) as [string, string]);
  const fields = Object.fromEntries(lines.filter(([name]) => name !== "Status"));
  const status = lines.find(([name]) => name === "Status")?.[1] ?? "200";
  return { status: Number.parseInt(status, 10), fields };
}
