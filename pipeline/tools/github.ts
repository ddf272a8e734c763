// The one door to GitHub (octokit). What it throws never holds the token.

import { randomUUID } from "node:crypto";
import { Octokit } from "octokit";
import { InfraError, UserError } from "../model/errors.ts";

export type GithubAccess = { readonly ok: boolean; readonly says: string };

export type GithubPlace = {
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly baseUrl: string;
  /** Milliseconds that waits are counted in where GitHub asks for some: 1000, and less in tests. */
  readonly secondMs?: number;
  /** Whether to wait a second between writes, as GitHub requires; not needed on loopback. */
  readonly paced?: boolean;
};

/** How often one request is sent again where GitHub asks to wait, or fails itself. */
const retries = 3;

/** A request that may have been done although no answer came: only a fresh look can tell. */
export class Unanswered extends InfraError {}

/** GitHub's answers as JSON; `undefined` where a thing is not there. */
export class Github {
  readonly #octokit: Octokit;
  readonly #token: string;
  readonly #where: { readonly owner: string; readonly repo: string };

  constructor({ token, repository, baseUrl, secondMs = 1000, paced = true }: GithubPlace) {
    const [owner = "", repo = ""] = repository.split("/");
    const again = (_: number, __: object, ___: object, count: number): boolean => count < retries;
    this.#token = token;
    this.#where = { owner, repo };
    this.#octokit = new Octokit({
      auth: token,
      baseUrl,
      log: quiet,
      retry: { retries, retryAfterBaseValue: secondMs },
      // All clients of one id wait for each other, and that of every client is the same unless it is given one.
      throttle: {
        id: randomUUID(),
        enabled: paced,
        retryAfterBaseValue: secondMs,
        onRateLimit: again,
        onSecondaryRateLimit: again,
      },
    });
  }

  /**
   * One request. Throws UserError if GitHub refuses it, InfraError if it fails, Unanswered if it is not known
   * whether it was done. What writes is sent once: a check's annotations, sent twice, would be there twice.
   */
  async ask<T>(route: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const once = route.startsWith("GET") ? {} : { request: { retries: 0 } };
    try {
      const { data } = await this.#octokit.request(route, { ...this.#where, ...params, ...once });
      return data as T;
    } catch (error) {
      throw this.#inWords(route, error);
    }
  }

  /** The same, but a 404 is a valid answer. */
  async find<T>(route: string, params: Readonly<Record<string, unknown>>): Promise<T | undefined> {
    try {
      return await this.ask<T>(route, params);
    } catch (error) {
      if (error instanceof NotThere) return undefined;
      throw error;
    }
  }

  /** All pages of a list. */
  async list<T>(route: string, params: Readonly<Record<string, unknown>>): Promise<T[]> {
    try {
      return await this.#octokit.paginate(route, { ...this.#where, per_page: 100, ...params });
    } catch (error) {
      throw this.#inWords(route, error);
    }
  }

  #inWords(route: string, error: unknown): Error {
    const { status, response, message } = error as {
      status?: number;
      response?: unknown;
      message: string;
    };
    const said = message.split("\n")[0]?.replaceAll(this.#token, "***") ?? "";
    if (!response || status === undefined || status >= 500)
      return new Unanswered(`${route}: GitHub did not answer: ${said}`, "try it again later");
    const answer = `${route}: GitHub answered ${status}: ${said}`;
    if (status === 404) return new NotThere(answer, needed);
    if (status === 429 || status === 403)
      return new InfraError(answer, `wait for the rate limit; ${needed}`);
    return new UserError(answer, needed);
  }
}

class NotThere extends UserError {}

const needed =
  "the token needs contents, checks, issues and pull-requests: write on this repository";

/** One request, asked once. */
const unpaced = { retry: { enabled: false }, throttle: { enabled: false } };

/**
 * What a token may do with a repository (`owner/name`), asked of the API at `baseUrl`. The token is in no answer.
 * A refusal is data: publishing needs push and pull, reading needs neither.
 */
export async function githubAccess(
  token: string,
  repository: string,
  baseUrl: string,
): Promise<GithubAccess> {
  const [owner = "", repo = ""] = repository.split("/");
  const octokit = new Octokit({ auth: token, baseUrl, log: quiet, ...unpaced });
  try {
    const { data } = await octokit.rest.repos.get({ owner, repo });
    const may = Object.entries(data.permissions ?? {}).flatMap(([name, on]) => (on ? [name] : []));
    return { ok: may.includes("push"), says: `${repository}: ${may.join(", ") || "read"}` };
  } catch (error) {
    const status = (error as { response?: { status: number } }).response?.status;
    return {
      ok: false,
      says: `${repository}: ${status ? `GitHub answered ${status}` : "no answer"}`,
    };
  }
}

function ignore(): void {
  // octokit would print what we report ourselves.
}

const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
