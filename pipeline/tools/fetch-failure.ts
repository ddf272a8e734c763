// Why git could not fetch, in a sentence: always the server's doing or the network's, never that of a series.

import { InfraError } from "../model/errors.ts";

/** `stderr`: what git said of it. */
export function fetchFailure(url: string, stderr: string): InfraError {
  const said = stderr.trim();
  const form = forms.find(([pattern]) => pattern.test(said));
  const why = form?.[1](form[0].exec(said) as RegExpExecArray) ?? lastOf(said);
  return new InfraError(
    `${url}: ${why}`,
    "run it again; git ls-remote with the address shows whether it answers",
  );
}

/** A server that stopped talking, or talks too slowly to come to an end. */
export function fetchTooSlow(
  url: string,
  { silent, total }: { silent?: number; total?: number },
): InfraError {
  const why =
    silent === undefined
      ? `the fetch was not through after ${inSeconds(total ?? 0)}`
      : `nothing came for ${inSeconds(silent)}, and it was given up`;
  return new InfraError(`${url}: ${why}`, "run it again when the server or the line is less busy");
}

type Form = readonly [RegExp, (found: RegExpExecArray) => string];

/** The first that fits: what git says last often follows from what it said before. */
const forms: readonly Form[] = [
  [/not our ref ([0-9a-f]{40})/, ([, id = ""]) => gone(id)],
  [/couldn't find remote ref (\S+)/, ([, ref = ""]) => gone(ref)],
  [/does not allow request for unadvertised object ([0-9a-f]{40})/, ([, id = ""]) => gone(id)],
  [/requested URL returned error: (\d+)/, ([, code = ""]) => `it answers with HTTP status ${code}`],
  [/Could not resolve host|unable to look up/, () => "no such host is known here"],
  [/Connection refused|Failed to connect|unable to connect/i, () => "nothing answers there"],
  [/unable to fork off fetch subprocess|lazy fetching disabled/, () => shallowServer],
  [/Operation too slow/, () => "it sends too slowly, and it was given up"],
  [
    /early EOF|unexpected disconnect|hung up|RPC failed|transfer closed|Connection reset|Broken pipe|(?:invalid|bad) (?:index-pack|pack)|expected (?:flush|packfile|'packfile')/,
    () => "the connection was cut before all had come",
  ],
];

/** Such a history ends somewhere, and nothing would say where. */
export const shallowServer = "it is a shallow clone itself, and its history is not whole";

function gone(what: string): string {
  const name = /^[0-9a-f]{40}$/.test(what) ? what.slice(0, 12) : what;
  return `it has no ${name} any more: a branch was deleted or written anew since this run looked`;
}

function lastOf(said: string): string {
  const line = said.split(/[\r\n]/).findLast((one) => one.trim() && !one.startsWith("remote:"));
  return line?.replace(/^(?:fatal|error): /, "").trim() ?? "git says nothing of why";
}

function inSeconds(ms: number): string {
  return ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`;
}
