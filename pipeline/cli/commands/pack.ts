// ./twinboot pack [RUN] --output DIR: a run with all its evidence, to be carried to another machine.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { artifactsIn } from "../../model/artifact.ts";
import { UserError } from "../../model/errors.ts";
import { Store } from "../../engine/store.ts";
import type { Options } from "../arguments.ts";
import { runNumber } from "../run-number.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";

/** Writes run.json, and evidence/DIGEST for every file that its cells speak of. */
export async function packCommand(operands: readonly string[], options: Options): Promise<number> {
  if (!options.output) throw new UserError("pack: where to?", "./twinboot pack --output DIR");
  const store = new Store(storeDir());
  const run = await new Runs(store.dir).read(runNumber(operands[0]));
  const evidence = join(options.output, "evidence");
  await mkdir(evidence, { recursive: true });
  const files = artifactsIn(run.cells);
  for (const file of files) await copyFile(store.path(file), join(evidence, file.digest));
  await writeFile(join(options.output, "run.json"), `${JSON.stringify(run)}\n`);
  process.stdout.write(`${options.output}: run ${run.run} with ${files.length} files\n`);
  return 0;
}
