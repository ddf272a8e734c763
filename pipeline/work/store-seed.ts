// The store's own secret, by which it is drawn what is done again.

import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readPlain } from "../engine/sealed-json.ts";
import { InfraError } from "../model/errors.ts";

/** No build sees the store's own folder. */
export async function storeSeed(dir: string): Promise<string> {
  const path = join(dir, "sample-seed");
  const { value: there, wrong } = await readPlain(path, 1024);
  if (there?.length) return there.toString();
  if (wrong !== undefined)
    throw new InfraError(`${path} ${wrong}`, `a new one is drawn without it: rm -r ${path}`);
  const seed = randomBytes(32).toString("hex");
  await writeFile(path, seed, { mode: 0o600 });
  return seed;
}
