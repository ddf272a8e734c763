// ./twinboot pack [RUN] --output DIR: a run with all its evidence, to be carried to another machine.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { InfraError } from "../../model/errors.ts";
import type { Trace } from "../../model/record/trace.ts";
import { sealed } from "../../engine/sealed-json.ts";
import { Store } from "../../engine/store.ts";
import type { EvidenceSource } from "../../plan/merge/verify-cell.ts";
import { verifyRun } from "../../plan/merge/verify-run.ts";
import { evidenceSource } from "../../work/evidence-source.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";

type Given = { readonly run?: number; readonly output: string };

/**
 * Writes run.json, traces/KEY.json and evidence/DIGEST: all that its verdicts are derived from. They are derived once
 * more in doing so, and a run that does not hold is not packed.
 */
export async function packCommand({ run: number, output }: Given): Promise<number> {
  const store = new Store(storeDir());
  const runs = new Runs(store.dir);
  const run = await runs.read(number);
  const packing = new Packing(output, evidenceSource(store, runs, run.run));
  await packing.begin();
  const [complaint] = await verifyRun(run, packing);
  if (complaint !== undefined)
    throw new InfraError(
      `run ${run.run} cannot be verified: ${complaint}`,
      `./twinboot verify-report ${run.run}`,
    );
  await writeFile(join(output, "run.json"), sealed(run));
  process.stdout.write(`${output}: run ${run.run} with ${packing.files} files\n`);
  return 0;
}

/** Copies files from the store, and records them. */
class Packing implements EvidenceSource {
  readonly #written = new Set<string>();
  readonly #dir: string;
  readonly #from: EvidenceSource;

  constructor(dir: string, from: EvidenceSource) {
    this.#dir = dir;
    this.#from = from;
  }

  get files(): number {
    return this.#written.size;
  }

  async begin(): Promise<void> {
    for (const name of ["traces", "evidence"])
      await mkdir(join(this.#dir, name), { recursive: true });
  }

  readonly trace = async (key: string): Promise<Trace | undefined> => {
    const trace = await this.#from.trace(key);
    if (trace) await this.#write(join("traces", `${key}.json`), sealed(trace));
    return trace;
  };

  readonly read = async (file: Artifact): Promise<Buffer | undefined> => {
    const bytes = await this.#from.read(file);
    if (bytes) await this.#write(join("evidence", file.digest), bytes);
    return bytes;
  };

  async #write(name: string, content: string | Buffer): Promise<void> {
    if (this.#written.has(name)) return;
    this.#written.add(name);
    await writeFile(join(this.#dir, name), content);
  }
}
