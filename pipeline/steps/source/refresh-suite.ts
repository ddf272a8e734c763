// Brings the package lists of one Debian suite up to date, in a state of the project's own.

import { InfraError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { type AptOrigin, aptOrigins } from "../../parse/apt.ts";
import { AptState, machineOrigins, machineSuite } from "../../tools/apt.ts";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** `sources`: whether the suite's source packages are wanted too. */
type Params = {
  suite: string;
  sources: boolean;
  /** Debian's name; this machine's where absent. */
  architecture?: string;
};

/** Value: the suite's name. */
export const refreshSuite: StepKind<Params, NoInputs, string> = {
  name: "refresh-suite",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ kept, signal }, { suite, sources: withSources, architecture }) {
    const [origins, installed] = await Promise.all([
      machineOrigins(kept("apt-machine.answers")),
      machineSuite(),
    ]);
    const all = sourcesOf(suite, installed, aptOrigins(origins));
    const wanted = all.filter((line) => withSources || line.startsWith("deb "));
    const sources = architecture === undefined ? wanted : ofMainArchive(wanted, suite);
    const folder = kept(aptFolder(suite, architecture));
    await AptState.open(folder, { sources, ...(architecture ? { architecture } : {}) }, signal);
    return pass(suite);
  },
};

/** The kept folder that holds a suite's apt state, of another architecture than this machine's where one is named. */
export function aptFolder(suite: string, architecture?: string): string {
  return architecture === undefined ? `apt-${suite}` : `apt-${suite}-${architecture}`;
}

/**
 * The lines of sources.list for a suite. The addresses are the machine's own: for the installed suite all of
 * them (updates and security too), for another one the main archive. Sources come from the main archive only:
 * there are mirrors that list the security archive's sources and do not hold them.
 */
export function sourcesOf(
  suite: string,
  installed: string,
  origins: readonly AptOrigin[],
): string[] {
  const own = origins.filter((origin) => origin.suite === installed);
  const binaries =
    suite === installed
      ? origins.filter((origin) => origin.suite.split("-")[0] === installed)
      : own.map(({ uri }) => ({ uri, suite }));
  if (!own.length)
    throw new InfraError(
      `apt's sources name no Debian archive for ${installed}`,
      "list apt's sources with: apt-get indextargets",
    );
  return [
    ...binaries.map((origin) => sourceLine("deb", origin)),
    ...own.map(({ uri }) => sourceLine("deb-src", { uri, suite })),
  ];
}

/** There are mirrors whose security archive has lists of other architectures that its signed Release does not name. */
function ofMainArchive(lines: readonly string[], suite: string): string[] {
  return lines.filter((line) => line.endsWith(` ${suite} main`));
}

function sourceLine(kind: "deb" | "deb-src", { uri, suite }: AptOrigin): string {
  return `${kind} [signed-by=${keyring}] ${uri} ${suite} main`;
}
