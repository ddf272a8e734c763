// The one door to GitHub (octokit).

import { Octokit } from "octokit";

export type GithubAccess = { readonly ok: boolean; readonly says: string };

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
  const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit = new Octokit({ auth: token, baseUrl, log: quiet, retry: { enabled: false } });
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
