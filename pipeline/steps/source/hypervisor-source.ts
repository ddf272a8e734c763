// A hypervisor's source package: the untouched upstream archive, unpacked.

import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import type { BuildableHypervisor, SourcePin } from "../../model/described/hypervisor.ts";
import type { StepContext } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { fileDigest } from "../../tools/host.ts";
import { mustRun } from "../../tools/shell.ts";
import { aptFolder } from "./refresh-suite.ts";

/** Gives the folder, below the step's own. */
export async function hypervisorSource(
  { kept, workDir, signal }: StepContext,
  { source }: BuildableHypervisor,
  pin: SourcePin,
): Promise<string> {
  const apt = AptState.at(kept(aptFolder(source.suite)));
  const asked = `${pin.package}=${pin.version}`;
  await apt.get(["source", "--download-only", "--only-source", asked], workDir, signal);
  const archive = join(workDir, pin.file);
  if ((await fileDigest(archive)) !== pin.sha256)
    throw new InfraError(
      `${pin.file}: not the archive that the mirror announced (got ${(await readdir(workDir)).join(", ")})`,
      "the mirror changed during the run: run it again",
    );
  const folder = join(workDir, "source");
  await mkdir(folder);
  await mustRun(["tar", "-xf", archive, "-C", folder, "--strip-components=1", "--no-same-owner"], {
    signal,
  });
  return folder;
}
