// Installs Debian packages on this machine, as the script twinboot does at its start: it says so first, as root or by sudo.

import { InfraError } from "../model/errors.ts";
import { pluralize } from "../model/pluralize.ts";
import { whereIs } from "./host.ts";
import { run } from "./shell.ts";

/** Throws InfraError, with the line to type, where it cannot. `say`: told what is installed, before it is. */
export async function installPackages(
  names: readonly string[],
  { say, signal }: { say: (words: string) => void; signal: AbortSignal },
): Promise<void> {
  const byHand = `apt-get update && apt-get install --no-install-recommends ${names.join(" ")}`;
  if (!(await whereIs("apt-get")))
    throw new InfraError(`this is no Debian: missing are ${names.join(" ")}`, "install them");
  const root = process.getuid?.() === 0 ? [] : ["sudo"];
  if (root[0] && !(await whereIs(root[0])))
    throw new InfraError(
      "packages are missing, and only root can install them",
      `as root: ${byHand}`,
    );
  say(`installing ${pluralize(names.length, "Debian package")} with apt: ${names.join(" ")}`);
  for (const args of [
    ["update", "-q", "--error-on=any"],
    ["install", "-y", "-q", "--no-install-recommends", ...names],
  ]) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const argv = [...root, "apt-get", "-o", "Dpkg::Use-Pty=0", ...args];
    const { exitCode, log } = await run(argv, { env, signal });
    if (exitCode === 0) continue;
    const last = log.trim().split("\n").at(-1) ?? "";
    throw new InfraError(`apt-get ${args[0]} failed: ${last}`, `as root: ${byHand}`);
  }
}
