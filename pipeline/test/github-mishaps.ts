// What goes wrong between a client and GitHub.

export type Answer = { readonly status: number; readonly body?: unknown };

/** What goes wrong with the next request of this route. `lost`: it is done, and the answer never comes. */
export type Mishap = {
  readonly route: string;
  readonly how: "error-502" | "lost" | "dropped" | "secondary-limit" | "rate-limit" | "refused";
};

type Failure = { readonly answer: Answer; readonly headers?: Record<string, string> };

export const failures: Readonly<Record<Exclude<Mishap["how"], "lost" | "dropped">, Failure>> = {
  "error-502": { answer: { status: 502, body: { message: "Bad Gateway" } } },
  refused: { answer: { status: 403, body: { message: "Resource not accessible by integration" } } },
  "rate-limit": {
    answer: { status: 403, body: { message: "API rate limit exceeded" } },
    headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
  },
  "secondary-limit": {
    answer: { status: 403, body: { message: "You have exceeded a secondary rate limit" } },
    headers: { "retry-after": "1" },
  },
};
