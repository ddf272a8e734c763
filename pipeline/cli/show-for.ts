// What a person sees while a run goes on: a live view on a terminal, groups in GitHub Actions, plain lines elsewhere.

import { showGithub } from "./show/github.ts";
import { showLive } from "./show/live.ts";
import { showPlain } from "./show/plain.ts";
import type { Show } from "../work/show.ts";

export type ShowOptions = {
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Standard output is for the answer alone. */
  readonly json?: boolean;
  readonly dryRun?: boolean;
};

export function showFor(options: ShowOptions): Show {
  if (options.quiet || options.json || options.dryRun) return silent;
  if (process.env["GITHUB_ACTIONS"] === "true") return showGithub();
  return process.stdout.isTTY ? showLive() : showPlain(options.verbose);
}

const silent: Show = {
  planned: () => undefined,
  onEvent: () => undefined,
  note: () => undefined,
  concluded: () => undefined,
  end: () => undefined,
};
