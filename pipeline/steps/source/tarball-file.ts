// A tarball that a description names: a file of this machine, or one that is downloaded.

import { basename, join, resolve } from "node:path";
import { InfraError } from "../../model/errors.ts";
import { run } from "../../tools/shell.ts";

/**
 * `from`: an http or https address, or a path from the folder in which twinboot was started; `into`: where a downloaded
 * one goes. Throws InfraError where it does not come.
 */
export async function tarballFile(
  from: string,
  into: string,
  signal: AbortSignal,
): Promise<string> {
  if (!/^https?:/.test(from)) return resolve(from);
  // Its end says how it is packed.
  const file = join(into, `archive-${basename(new URL(from).pathname)}`);
  const { exitCode, log } = await run([...download, file, from], { signal });
  if (exitCode === 0) return file;
  throw new InfraError(
    `${from}: ${log.trim().replace(/^curl: \(\d+\) /, "")}`,
    "run it again; curl --head with the address shows whether it answers",
  );
}

// A server that falls silent is given up, as with git; no redirection leads to a file of this machine.
// prettier-ignore
const download = [
  "curl", "--fail", "--silent", "--show-error", "--location", "--proto", "=http,https",
  "--connect-timeout", "60", "--speed-limit", "1000", "--speed-time", "120", "--output",
];
