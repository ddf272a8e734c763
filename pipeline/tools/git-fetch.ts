// git fetch against a clock: a server that falls silent, or never comes to an end, is given up.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { childLine } from "./child-line.ts";
import { fetchFailure, fetchTooSlow } from "./fetch-failure.ts";
import { gitEnvironment } from "./git-environment.ts";

/** Milliseconds. */
export type Patience = { readonly silent: number; readonly total: number };

/** A big server counts for minutes before it sends, and says so all the while. */
const usualPatience: Patience = { silent: 120_000, total: 90 * 60_000 };

export type FetchCall = {
  readonly gitDir: string;
  /** For words; what is fetched from stands in `args`. */
  readonly url: string;
  /** Behind `git fetch`. */
  readonly args: readonly string[];
  readonly config?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly patience?: Patience;
  readonly signal?: AbortSignal;
};

/** Throws InfraError with a sentence; what had come until then is no part of the repository. */
export async function gitFetch(call: FetchCall): Promise<void> {
  call.signal?.throwIfAborted();
  const { url, patience = usualPatience } = call;
  const child = started(call);
  const said: string[] = [];
  let late: "silent" | "total" | undefined;
  const end = (): void => endGroup(child.pid);
  const giveUp = (why: "silent" | "total") => (): void => {
    late = why;
    end();
  };
  const total = setTimeout(giveUp("total"), patience.total);
  let silent = setTimeout(giveUp("silent"), patience.silent);
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.push(text);
    clearTimeout(silent);
    silent = setTimeout(giveUp("silent"), patience.silent);
  });
  call.signal?.addEventListener("abort", end);
  child.stdin.on("error", () => undefined);
  child.stdin.end(call.input ?? "");
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(total);
  clearTimeout(silent);
  call.signal?.removeEventListener("abort", end);
  call.signal?.throwIfAborted();
  if (late) throw fetchTooSlow(url, { [late]: patience[late] });
  if (code !== 0) throw fetchFailure(url, said.join(""));
}

/** In a group of its own: git's helpers for a protocol wait for the server, too. */
function started({ gitDir, args, config = [], env = {} }: FetchCall) {
  const settings = config.flatMap((one) => ["-c", one]);
  // Progress is what is heard of a server that works; refs are nobody's but ours.
  const own = [...usual, ...args];
  const [command, line] = childLine(["git", `--git-dir=${gitDir}`, ...settings, "fetch", ...own]);
  return spawn(command, line, {
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
    env: gitEnvironment({ ...slow, ...env }),
  });
}

const usual = [
  "--progress",
  "--no-write-fetch-head",
  "--no-auto-maintenance",
  "--recurse-submodules=no",
];

/** Bytes a second, over seconds: libcurl gives up what drips (git-config(1), http.lowSpeedLimit). */
const slow = { GIT_HTTP_LOW_SPEED_LIMIT: "1000", GIT_HTTP_LOW_SPEED_TIME: "120" };

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
