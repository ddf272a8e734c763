// The newest version of a hypervisor's Debian source package that its description takes.

import { UserError } from "../../model/errors.ts";
import type {
  DebianSource,
  PackagePin,
  SourcedHypervisor,
} from "../../model/described/hypervisor.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { sourceFiles, stanzas } from "../../parse/apt.ts";
import { AptState } from "../../tools/apt.ts";
import { run } from "../../tools/shell.ts";
import { aptFolder } from "./refresh-suite.ts";

type Params = {
  hypervisor: string;
  source: DebianSource;
  reviewed?: SourcedHypervisor["reviewed"];
};

export const resolveSource: StepKind<Params, { suite: string }, PackagePin> = {
  name: "resolve-source",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ kept, say }, { hypervisor, source, reviewed }, { suite }) {
    const shown = await AptState.at(kept(aptFolder(suite))).cache(
      "showsrc",
      "--only-source",
      source.debian,
    );
    const taken = stanzas(shown).filter((one) =>
      one.get("Version")?.startsWith(`${source.version}.`),
    );
    const versions = await inOrder(taken.map((one) => one.get("Version") ?? ""));
    const newest = taken.find((one) => one.get("Version") === versions.at(-1));
    const archive =
      newest && sourceFiles(newest).find(({ file }) => /\.orig\.tar\.\w+$/.test(file));
    if (!newest || !archive)
      throw new UserError(
        `hypervisor/${hypervisor}/hypervisor.yaml: source: ${suite} has no ${source.debian} ${source.version}`,
        `look with: apt-cache showsrc ${source.debian}`,
      );
    const pin = { package: source.debian, version: versions.at(-1) ?? "", ...archive };
    if (reviewed && pin.sha256 !== reviewed.sha256)
      say(`${pin.version} is newer than ${reviewed.version}, which was reviewed`);
    return pass(pin);
  },
};

/** Debian's own order of versions (deb-version(7)); a few at most. */
async function inOrder(versions: readonly string[]): Promise<string[]> {
  const sorted: string[] = [];
  for (const version of new Set(versions)) {
    const newer = await Promise.all(
      sorted.map(async (other) => {
        const { exitCode } = await run(["dpkg", "--compare-versions", version, "gt", other]);
        return exitCode === 0;
      }),
    );
    sorted.splice(newer.filter(Boolean).length, 0, version);
  }
  return sorted;
}
