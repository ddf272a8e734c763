// checkpatch.pl --strict of the tree itself, patch by patch.

import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { PatchFile } from "../../model/described/series.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { isResponsible } from "../../parse/mail/maintainer-lines.ts";
import { parsePatch } from "../../parse/patch/patch.ts";
import type { KeptBuild } from "../../tools/kept-build.ts";
import { runScript } from "./check-tree.ts";
import { eachPatch } from "./each-patch.ts";
import { namedFor } from "./find-maintainers.ts";
import { scriptFailed } from "./script-failed.ts";

type Params = { patches: readonly PatchFile[] };
type Inputs = { source: SourceTree };

/** Lines of checkpatch, a patch each: `drivers/x.c:7: WARNING:TYPE: message`. */
export type Checkpatch = readonly (readonly string[])[];

export const runCheckpatch: StepKind<Params, Inputs, Checkpatch> = {
  name: "run-checkpatch",
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ source }) => source.tree,
  async run(context, { patches }, { source }) {
    return pass(
      await eachPatch(context, source, patches, async (tree, file, patch) => {
        const lines = await complaints(context, tree, file);
        const rest = lines.filter((line) => !asksForMaintainers(line));
        const answered = rest.length < lines.length && (await areMaintained(context, tree, patch));
        return answered ? rest : lines;
      }),
    );
  },
};

const script = "scripts/checkpatch.pl";

async function complaints(
  context: StepContext,
  tree: Pick<KeptBuild, "source">,
  file: string,
): Promise<string[]> {
  const options = ["--strict", "--terse", "--show-types", "--showfile", "--no-summary"];
  const argv = ["perl", script, ...options, file];
  const { exitCode, stdout, log } = await runScript(context, tree, argv);
  const lines = stdout.split("\n").filter((line) => /\b(?:ERROR|WARNING|CHECK):/.test(line));
  // 1: it found something. Perl's own errors are other numbers, and silence is no proof.
  if (exitCode > 1 || (exitCode === 1 && !lines.length)) throw scriptFailed(script, exitCode, log);
  return lines.map((line) => line.replace(/^\S*a\.patch:/, ""));
}

/** `does MAINTAINERS need updating?`, asked of every patch that adds a file and does not touch MAINTAINERS. */
function asksForMaintainers(line: string): boolean {
  return line.includes("WARNING:FILE_PATH_CHANGES:");
}

/** It does not where the tree, with the whole series, names somebody for each file that the patch adds. */
async function areMaintained(
  context: StepContext,
  tree: Pick<KeptBuild, "source">,
  { text }: PatchFile,
): Promise<boolean> {
  const files = parsePatch(text)?.files ?? [];
  for (const { before, after } of files.filter((file) => file.before !== file.after)) {
    if (before !== undefined || after === undefined) return false;
    const named = await namedFor(context, tree, ["-f", after]);
    if (!named.some(isResponsible)) return false;
  }
  return files.length > 0;
}
