// A GitHub on loopback: keeps what is sent to it, holds every request and answer against GitHub's description,
// and fails where it is told to.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, failures, type Mishap } from "./github-mishaps.ts";
import { emptyOutput, entry, over, sha, url } from "./github-objects.ts";
import { GithubTalk } from "./github-talk.ts";
import { OpenApi, type Matched } from "./openapi.ts";

export const repository = "xen/guests";
export const token = "ghs_secret0123456789";

type Sent = Record<string, unknown>;
type Handler = (
  sent: Sent,
  path: Readonly<Record<string, string>>,
  query: URLSearchParams,
) => Answer;

const api = new OpenApi();

export class GithubServer {
  readonly mishaps: Mishap[] = [];
  /** `METHOD route` of every request that was answered or done. */
  readonly seen: string[] = [];
  /** What did not hold against GitHub's description. */
  readonly wrong: string[] = [];
  readonly checks: Sent[] = [];
  readonly issues: Sent[] = [];
  readonly pulls: Sent[] = [];
  readonly talk = new GithubTalk();
  readonly refs = new Map<string, string>();
  readonly #objects = new Map<string, unknown>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.wrong.push(String(error));
        request.socket.destroy();
      });
    });
    const tree = this.#keep({ "README.md": sha("readme") });
    this.refs.set("heads/main", this.#keep({ message: "first", tree, parents: [] }));
  }

  static async start(): Promise<GithubServer> {
    const github = new GithubServer();
    github.#server.listen(0, "127.0.0.1");
    await once(github.#server, "listening");
    return github;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was written, in order. */
  get writes(): string[] {
    return this.seen.filter((route) => !route.startsWith("GET"));
  }

  /** The files of a branch with the names git gives to their bytes. */
  filesOf(branch: string): Record<string, string> {
    const commit = this.#objects.get(this.refs.get(`heads/${branch}`) ?? "") as { tree: string };
    return this.#objects.get(commit.tree) as Record<string, string>;
  }

  /** Somebody else pushes to the default branch. */
  pushToMain(path: string): void {
    const parent = this.refs.get("heads/main") ?? "";
    const tree = this.#keep({ ...this.filesOf("main"), [path]: sha(path) });
    this.refs.set("heads/main", this.#keep({ message: path, tree, parents: [parent] }));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await sentIn(request);
    const { pathname, searchParams } = new URL(request.url ?? "", this.baseUrl);
    const matched = api.match(request.method ?? "", pathname);
    if (!matched) return this.#say(response, { status: 404, body: { message: "Not Found" } });
    const { route } = matched;
    const mishap = this.#mishapFor(route);
    if (mishap === "dropped") return void request.socket.destroy();
    if (mishap && mishap !== "lost") {
      const { answer, headers } = failures[mishap];
      return this.#say(response, answer, headers);
    }
    const why = api.wrongRequest(matched, searchParams, sent);
    if (why) this.wrong.push(`request ${route}: ${why}`);
    if (request.headers.authorization !== `token ${token}`)
      return this.#say(response, { status: 401, body: { message: "Bad credentials" } });
    const answer = this.#answer(matched, sent ?? {}, searchParams);
    this.seen.push(route);
    if (mishap === "lost") return void request.socket.destroy();
    return this.#say(response, answer);
  }

  #mishapFor(route: string): Mishap["how"] | undefined {
    const at = this.mishaps.findIndex((one) => one.route === route);
    return at === -1 ? undefined : this.mishaps.splice(at, 1)[0]?.how;
  }

  #answer(matched: Matched, sent: Sent, query: URLSearchParams): Answer {
    const handler = this.#handlers[matched.route];
    const answer = handler?.(sent, matched.path, query) ?? {
      status: 404,
      body: { message: "Not Found" },
    };
    const whole = answer.status < 300 ? { ...answer, body: this.#filled(matched, answer) } : answer;
    const why =
      answer.status < 300 ? api.wrongResponse(matched, answer.status, whole.body) : undefined;
    if (why) this.wrong.push(`answer ${matched.route}: ${why}`);
    return whole;
  }

  /** What GitHub says besides: taken from its own examples. */
  #filled(matched: Matched, { status, body }: Answer): unknown {
    const example = api.example(matched, status);
    if (Array.isArray(body)) return body.map((one) => over(one, (example as unknown[])[0]));
    const { check_runs: runs } = (body ?? {}) as { check_runs?: unknown[] };
    if (!runs) return body === undefined ? undefined : over(body, example);
    const [model] = (example as { check_runs: unknown[] }).check_runs;
    return { ...(body as object), check_runs: runs.map((one) => over(one, model)) };
  }

  readonly #handlers: Readonly<Record<string, Handler>> = {
    ...this.talk.handlers,
    "GET /repos/{owner}/{repo}": () => ({
      status: 200,
      // Their own example lacks languages.
      body: { default_branch: "main", language: "C", parent: undefined, source: undefined },
    }),
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": (_, { ref }, query) => {
      const runs = this.checks.filter(
        (one) => one["head_sha"] === ref && one["name"] === query.get("check_name"),
      );
      return { status: 200, body: { total_count: runs.length, check_runs: runs } };
    },
    "POST /repos/{owner}/{repo}/check-runs": (sent) => {
      const check = { ...sent, id: this.checks.length + 1, conclusion: null, output: emptyOutput };
      this.checks.push({ ...check, annotations: [] });
      return { status: 201, body: check };
    },
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": (sent, path) => {
      const check = this.checks[Number(path["check_run_id"]) - 1] ?? {};
      const { output, ...others } = sent as { output: Sent };
      const annotations = [
        ...(check["annotations"] as unknown[]),
        ...((output["annotations"] as unknown[]) ?? []),
      ];
      const { title, summary } = output;
      const shown = { ...emptyOutput, title, summary, annotations_count: annotations.length };
      Object.assign(check, others, { output: shown, annotations });
      return { status: 200, body: { ...check, annotations: undefined } };
    },
    "GET /repos/{owner}/{repo}/issues": () => ({ status: 200, body: [...this.issues] }),
    "POST /repos/{owner}/{repo}/issues": (sent) => {
      const { title, body } = sent;
      const issue = {
        number: this.issues.length + 1,
        title,
        body,
        state: "open",
        pull_request: undefined,
      };
      this.issues.push(issue);
      return { status: 201, body: issue };
    },
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": (sent, path) => ({
      status: 200,
      body: Object.assign(this.issues[Number(path["issue_number"]) - 1] ?? {}, sent),
    }),
    "GET /repos/{owner}/{repo}/git/ref/{ref}": (_, path) => this.#ref(path["ref"] ?? ""),
    "POST /repos/{owner}/{repo}/git/refs": (sent) => {
      const name = String(sent["ref"]).replace("refs/", "");
      this.refs.set(name, String(sent["sha"]));
      return { ...this.#ref(name), status: 201 };
    },
    "PATCH /repos/{owner}/{repo}/git/refs/{ref}": (sent, path) => {
      this.refs.set(path["ref"] ?? "", String(sent["sha"]));
      return this.#ref(path["ref"] ?? "");
    },
    "DELETE /repos/{owner}/{repo}/git/refs/{ref}": (_, path) => {
      this.refs.delete(path["ref"] ?? "");
      return { status: 204 };
    },
    "GET /repos/{owner}/{repo}/git/commits/{commit_sha}": (_, path) => {
      const { message, tree } = this.#objects.get(path["commit_sha"] ?? "") as Sent;
      return { status: 200, body: { sha: path["commit_sha"], message, tree: { sha: tree, url } } };
    },
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}": (_, path) => {
      const files = this.#objects.get(path["tree_sha"] ?? "") as Record<string, string>;
      const tree = Object.entries(files).map(([name, id]) => entry(name, id));
      return { status: 200, body: { sha: path["tree_sha"], truncated: false, tree } };
    },
    "POST /repos/{owner}/{repo}/git/blobs": ({ content }) => {
      const bytes = Buffer.from(String(content), "base64");
      return { status: 201, body: { sha: sha(bytes.toString("latin1")), url } };
    },
    "POST /repos/{owner}/{repo}/git/trees": ({ base_tree, tree }) => {
      const files = { ...(this.#objects.get(String(base_tree)) as Record<string, string>) };
      for (const one of tree as { path: string; sha: string | null }[]) {
        if (one.sha === null) delete files[one.path];
        else files[one.path] = one.sha;
      }
      return { status: 201, body: { sha: this.#keep(files), truncated: false, tree: [] } };
    },
    "POST /repos/{owner}/{repo}/git/commits": ({ message, tree, parents }) => ({
      status: 201,
      body: { sha: this.#keep({ message, tree, parents }), message },
    }),
    "GET /repos/{owner}/{repo}/pulls": () => ({
      status: 200,
      body: this.pulls.filter(({ state }) => state === "open"),
    }),
    "POST /repos/{owner}/{repo}/pulls": ({ title, body, head, base }) => {
      const number = 100 + this.pulls.length;
      // Their own example has teams without a type.
      const pull = {
        number,
        title,
        body,
        state: "open",
        requested_teams: [],
        head: end(head),
        base: end(base),
      };
      this.pulls.push(pull);
      return { status: 201, body: pull };
    },
    "GET /repos/{owner}/{repo}/pulls/{pull_number}": (_, path) => {
      const pull = this.pulls.find(({ number }) => String(number) === path["pull_number"]);
      if (!pull) return { status: 404, body: { message: "Not Found" } };
      return { status: 200, body: pull };
    },
    "PATCH /repos/{owner}/{repo}/pulls/{pull_number}": (sent, path) => ({
      status: 200,
      body: Object.assign(this.pulls[Number(path["pull_number"]) - 100] ?? {}, sent),
    }),
  };

  #ref(name: string): Answer {
    const id = this.refs.get(name);
    if (!id) return { status: 404, body: { message: "Not Found" } };
    return { status: 200, body: { ref: `refs/${name}`, object: { sha: id, type: "commit", url } } };
  }

  #keep(value: unknown): string {
    const id = sha(JSON.stringify(value));
    this.#objects.set(id, value);
    return id;
  }

  #say(
    response: ServerResponse,
    { status, body }: Answer,
    headers: Record<string, string> = {},
  ): void {
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }
}

/** The body of a request, where it has one. */
async function sentIn(request: IncomingMessage): Promise<Sent | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text ? (JSON.parse(text) as Sent) : undefined;
}

/** A branch of a pull request. */
function end(ref: unknown): object {
  return over({ ref }, (pullModel as { head: object }).head);
}

const pullModel = api.example(
  api.match("POST", "/repos/o/r/pulls") ?? { route: "", operation: { responses: {} }, path: {} },
  201,
);
