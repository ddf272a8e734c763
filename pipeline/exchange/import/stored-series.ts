// patches/<series>/ as an export needs it: bytes, and only what an export gives away.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../../model/errors.ts";
import { parseSidecar, type QuiltSidecar } from "../stored/quilt-sidecar.ts";
import { readSource } from "./source.ts";
import { parseStored, type StoredPatch } from "../stored/stored-patch.ts";
import { readState, type StoredState } from "../stored/stored-state.ts";

export type StoredSeries = {
  readonly name: string;
  readonly patches: readonly StoredPatch[];
  /** Bytes as latin1 characters. */
  readonly cover?: string;
  readonly sidecar?: QuiltSidecar;
} & StoredState;

/** Throws UserError if there is no such series, or if a patch of it is not a mail. */
export async function readStoredSeries(dir: string): Promise<StoredSeries> {
  const name = basename(dir);
  if (!existsSync(join(dir, "series")))
    throw new UserError(
      `there is no series ${name}`,
      "create one with ./twinboot import, or list them with ./twinboot list series",
    );
  const source = await readSource(dir);
  const patches = source.patches.map(({ shown, text }) => {
    const patch = parseStored(shown, text);
    if (patch) return patch;
    throw new UserError(
      `patches/${name}/${shown}: it is not a mail with a diff`,
      "create it with: git format-patch",
    );
  });
  const path = join(dir, "quilt.yaml");
  const sidecar = existsSync(path)
    ? { sidecar: parseSidecar(await readFile(path, "utf8"), `patches/${name}/quilt.yaml`) }
    : {};
  return {
    name,
    patches,
    ...(source.cover === undefined ? {} : { cover: source.cover }),
    ...sidecar,
    ...(await readState(
      dir,
      patches.map((patch) => patch.name),
    )),
  };
}
