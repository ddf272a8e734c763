// ./twinboot pack [RUN] --output DIR: a run with all its evidence, to be carried to another machine.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { artifactsIn } from "../../model/artifact.ts";
import { Store } from "../../engine/store.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";

type Given = { readonly run?: number; readonly output: string };

/** Writes run.json, and evidence/DIGEST for every file that its cells speak of. */
export async function packCommand({ run: number, output }: Given): Promise<number> {
  const store = new Store(storeDir());
  const run = await new Runs(store.dir).read(number);
  const evidence = join(output, "evidence");
  await mkdir(evidence, { recursive: true });
  const files = artifactsIn(run.cells);
  for (const file of files) await copyFile(store.path(file), join(evidence, file.digest));
  await writeFile(join(output, "run.json"), `${JSON.stringify(run)}\n`);
  process.stdout.write(`${output}: run ${run.run} with ${files.length} files\n`);
  return 0;
}
