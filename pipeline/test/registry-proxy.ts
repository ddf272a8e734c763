// Between a client and a registry, on loopback: hands everything on, but for what a test wants to go wrong.

import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export type Mishap =
  /** Answers by itself. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Hangs up when so many bytes of the request have come. */
  | { readonly cutAfter: number }
  /** Hands on half of the answer, and hangs up. */
  | "cut-answer"
  /** The answer has another last byte. */
  | "other-bytes"
  /** Never answers. */
  | "silent"
  /** Sends the head of the answer and half of the body, and then nothing more. */
  | "stalls";

/** `times`: how often it was asked for the same before. */
export type Rule = (method: string, path: string, times: number) => Mishap | undefined;

export class RegistryProxy {
  /** `METHOD path` of every request. */
  readonly seen: string[] = [];
  rule: Rule = () => undefined;
  /** Awaited before a request is handed on. */
  before: (method: string, path: string, times: number) => Promise<void> = async () => undefined;
  readonly #server: Server;
  readonly #port: number;

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((from, to) => {
      this.#serve(from, to).catch(() => from.socket.destroy());
    });
  }

  static async to(port: number): Promise<RegistryProxy> {
    const proxy = new RegistryProxy(port);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const [method, path] = [from.method ?? "", from.url ?? ""];
    const name = `${method} ${path}`;
    const times = this.seen.filter((one) => one === name).length;
    this.seen.push(name);
    await this.before(method, path, times);
    const mishap = this.rule(method, path, times);
    if (mishap === "silent") return;
    if (typeof mishap === "object" && "status" in mishap) {
      from.resume();
      to.writeHead(mishap.status, mishap.headers).end();
    } else if (typeof mishap === "object") cut(from, mishap.cutAfter);
    else this.#pass(from, to, mishap);
  }

  #pass(from: IncomingMessage, to: ServerResponse, mishap: Mishap | undefined): void {
    const { method, url: path, headers } = from;
    const on = request({ host: "127.0.0.1", port: this.#port, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        to.writeHead(answer.statusCode ?? 500, answer.headers);
        send(Buffer.concat(parts), to, mishap);
      });
    });
    on.on("error", () => from.socket.destroy());
    from.pipe(on);
  }
}

function send(body: Buffer, to: ServerResponse, mishap: Mishap | undefined): void {
  if (mishap === "other-bytes") body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  if (mishap !== "cut-answer" && mishap !== "stalls") {
    to.end(body);
    return;
  }
  to.write(body.subarray(0, body.length / 2), () => {
    if (mishap === "cut-answer") to.destroy();
  });
}

function cut(from: IncomingMessage, after: number): void {
  let bytes = 0;
  from.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes >= after) from.socket.destroy();
  });
  from.on("end", () => from.socket.destroy());
}
