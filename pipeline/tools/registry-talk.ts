// One request to a registry: with a login where it asks for one, waiting where it asks to wait, and not for ever.

import { setTimeout as sleep } from "node:timers/promises";
import type { OciAddress } from "./oci-address.ts";
import { failedFetch, RegistryFailure } from "./registry-failure.ts";
import { type Credentials, RegistryLogin, type Rights } from "./registry-login.ts";

/** Milliseconds. */
export type Patience = {
  /** From the request to the first word of the answer, and between two of its parts. */
  readonly silent: number;
  /** The longest that one request waits because the registry asks for it. */
  readonly asked: number;
  /** What a wait is when the registry does not say. */
  readonly unsaid: number;
};

const usual: Patience = { silent: 20_000, asked: 120_000, unsaid: 2_000 };
/** An upload's first answer comes after its last byte: a slow line still does so many bytes in a millisecond. */
const bytesPerMs = 256;
const tries = 3;

type Options = {
  readonly credentials?: Credentials | undefined;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
  readonly patience?: Partial<Patience>;
};

type Request = {
  readonly rights?: Rights;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  /** Of the body. */
  readonly bytes?: number;
  /** What is an answer beside success. */
  readonly also?: readonly number[];
};

/** Every method throws RegistryFailure. */
export class RegistryTalk {
  readonly #origin: string;
  readonly #options: Options;
  readonly #patience: Patience;
  readonly #login: RegistryLogin;

  constructor({ origin, repository }: OciAddress, options: Options) {
    this.#origin = origin;
    this.#options = options;
    this.#patience = { ...usual, ...options.patience };
    const asked = { origin, repository };
    this.#login = new RegistryLogin(asked, options.credentials, async (url, init) =>
      this.#once(url, init, 0),
    );
  }

  /** The answer, where it is a success or one of `also`; its body is still to come. */
  async ask(method: string, url: string, request: Request = {}): Promise<Response> {
    const { rights = "pull", also = [] } = request;
    let [waited, logins] = [0, 0];
    for (;;) {
      const response = await this.#send(method, url, request);
      const { status, ok } = response;
      if (ok || also.includes(status)) return response;
      await response.body?.cancel();
      if (status === 401 && logins === 0) {
        logins += 1;
        await this.#login.answer(response.headers.get("www-authenticate") ?? "", rights);
      } else waited += await this.#wait(method, response, waited);
    }
  }

  /** The whole body, of at most `limit` bytes. */
  async read(
    url: string,
    limit: number,
    request: Request = {},
  ): Promise<{ response: Response; body: Buffer }> {
    return this.again(`GET ${url}`, async () => this.#read(url, limit, request));
  }

  async #read(url: string, limit: number, request: Request) {
    const response = await this.ask("GET", url, request);
    const parts: Uint8Array[] = [];
    let bytes = 0;
    await this.stream(response, async (chunks) => {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > limit && response.ok)
          throw new RegistryFailure("wrong", `${url} sends more than ${limit} bytes`);
        if (bytes <= limit) parts.push(chunk);
      }
    });
    return { response, body: Buffer.concat(parts) };
  }

  /** A body that stops coming is an end, too. */
  async stream(
    response: Response,
    take: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void> {
    try {
      await take(this.#watched(response));
    } catch (error) {
      if (error instanceof RegistryFailure) throw error;
      throw failedFetch(this.#origin, error);
    }
  }

  /** Tries what broke off on the way once or twice more, and says so. */
  async again<T>(what: string, work: () => Promise<T>): Promise<T> {
    for (let left = tries - 1; ; left -= 1) {
      try {
        return await work();
      } catch (error) {
        const broken = error instanceof RegistryFailure && error.brokeOff;
        if (!broken || left === 0 || this.#options.signal.aborted) throw error;
        this.#options.say(`${what} is begun again: ${error.message}`);
        await this.#sleep(this.#patience.unsaid);
      }
    }
  }

  async #send(method: string, url: string, request: Request): Promise<Response> {
    const { rights = "pull", headers, body, bytes = 0 } = request;
    // Where an upload goes, or a blob comes from, may be another server: our name is not for it.
    const login = new URL(url).origin === this.#origin ? this.#login.headers(rights) : {};
    const init = {
      method,
      headers: { ...headers, ...login },
      ...(body === undefined ? {} : { body }),
    };
    return this.#once(url, init, bytes / bytesPerMs);
  }

  async #once(url: string, init: RequestInit, more: number): Promise<Response> {
    const silent = new AbortController();
    const after = this.#patience.silent + more;
    const timer = setTimeout(() => silent.abort(silence(after)), after);
    const signal = AbortSignal.any([this.#options.signal, silent.signal]);
    try {
      return await fetch(url, { ...init, signal });
    } catch (error) {
      throw failedFetch(this.#origin, silent.signal.aborted ? silent.signal.reason : error);
    } finally {
      clearTimeout(timer);
    }
  }

  async *#watched({ body }: Response): AsyncGenerator<Uint8Array> {
    const reader = body?.getReader();
    if (!reader) return;
    try {
      for (;;) {
        const part = await this.#inTime(reader.read());
        if (part.done) return;
        yield part.value as Uint8Array;
      }
    } finally {
      // Nobody waits for it: a server that is silent does not answer this either.
      reader.cancel().catch(() => undefined);
    }
  }

  async #inTime<T>(part: Promise<T>): Promise<T> {
    const { silent } = this.#patience;
    const over = new AbortController();
    const late = sleep(silent, undefined, { signal: over.signal }).then(() => {
      throw silence(silent);
    });
    part.catch(() => undefined);
    late.catch(() => undefined);
    try {
      return await Promise.race([part, late]);
    } finally {
      over.abort();
    }
  }

  /** Throws where the registry does not ask to wait, or for too long. */
  async #wait(method: string, response: Response, waited: number): Promise<number> {
    if (!isBusy(response.status)) throw this.#failure(method, response);
    const asked = retryAfter(response.headers.get("retry-after")) ?? this.#patience.unsaid;
    const ms = Math.max(1, asked);
    if (waited + ms > this.#patience.asked)
      throw new RegistryFailure("away", `${this.#origin} asks to wait ${Math.ceil(ms / 1000)} s`);
    this.#options.say(`${this.#origin} asks to wait: ${Math.ceil(ms / 1000)} s`);
    await this.#sleep(ms);
    return ms;
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#options.signal }).catch(() => undefined);
  }

  #failure(method: string, { status }: Response): RegistryFailure {
    if (status === 401 || status === 403)
      return new RegistryFailure("refused", `${this.#origin} refuses us (${method}: ${status})`);
    return new RegistryFailure(
      status >= 500 || status === 429 ? "away" : "wrong",
      `${this.#origin} answers ${status} to ${method}`,
    );
  }
}

function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}

/** Seconds, or a date (RFC 9110, 10.2.3) -> milliseconds. */
function retryAfter(said: string | null): number | undefined {
  if (said === null) return undefined;
  if (/^\d+$/.test(said)) return Number(said) * 1000;
  const at = Date.parse(said);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function silence(ms: number): Error {
  return new Error(`it has said nothing for ${Math.round(ms / 1000)} s`);
}
