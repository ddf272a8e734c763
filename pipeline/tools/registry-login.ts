// How a registry is asked to let us in: Basic, or a token from where it says one is to be had (distribution spec, RFC 6750).

import { z } from "zod";
import { RegistryFailure } from "./registry-failure.ts";

export type Credentials = { readonly user: string; readonly password: string };

export type Rights = "pull" | "pull,push";

type Asked = { readonly origin: string; readonly repository: string };

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

export class RegistryLogin {
  readonly #asked: Asked;
  readonly #credentials: Credentials | undefined;
  readonly #fetch: Fetch;
  readonly #headers = new Map<Rights, string>();

  constructor(asked: Asked, credentials: Credentials | undefined, fetching: Fetch) {
    this.#asked = asked;
    this.#credentials = credentials;
    this.#fetch = fetching;
  }

  /** What is sent with a request; empty as long as the registry has asked for nothing. */
  headers(rights: Rights): Record<string, string> {
    const authorization = this.#headers.get(rights);
    return authorization === undefined ? {} : { authorization };
  }

  /** After a 401. Throws RegistryFailure where there is nothing to say. */
  async answer(challenge: string, rights: Rights): Promise<void> {
    const { origin } = this.#asked;
    const [scheme = ""] = challenge.split(" ");
    if (/^bearer$/i.test(scheme)) this.#headers.set(rights, await this.#token(challenge, rights));
    else if (/^basic$/i.test(scheme)) this.#headers.set(rights, this.#basic());
    else
      throw new RegistryFailure(
        "refused",
        `${origin} asks for a login that Twinboot does not know: ${JSON.stringify(scheme.slice(0, 40))}`,
      );
  }

  #basic(): string {
    const { user, password } = this.#credentials ?? refuseWithout(this.#asked.origin);
    return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  }

  /** Without credentials a public repository gives a token for reading, too. */
  async #token(challenge: string, rights: Rights): Promise<string> {
    const { origin, repository } = this.#asked;
    const url = new URL(parameter(challenge, "realm") ?? "", origin);
    if (url.protocol !== "https:" && url.origin !== origin)
      throw new RegistryFailure("refused", `${origin} wants our credentials sent to ${url.origin}`);
    const service = parameter(challenge, "service");
    if (service !== undefined) url.searchParams.set("service", service);
    url.searchParams.set("scope", `repository:${repository}:${rights}`);
    const headers = this.#credentials ? { authorization: this.#basic() } : {};
    const response = await this.#fetch(url.href, { headers });
    const said = tokenSchema.safeParse(await response.json().catch(() => undefined));
    const token = said.data?.token ?? said.data?.access_token;
    if (response.ok && token) return `Bearer ${token}`;
    throw new RegistryFailure("refused", `${url.origin} gives us no token: ${response.status}`);
  }
}

function refuseWithout(origin: string): never {
  throw new RegistryFailure(
    "refused",
    `${origin} asks who we are, and TWINBOOT_REMOTE_USER is not set`,
  );
}

/** `realm="https://..."` of a WWW-Authenticate header. */
function parameter(challenge: string, name: string): string | undefined {
  return new RegExp(`[ ,]${name}="([^"]*)"`, "i").exec(challenge)?.[1];
}
