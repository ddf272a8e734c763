// What of patches/<series>/series.yaml an export tells: its base, and what goes into the headers of distributions.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { UserError } from "../../model/errors.ts";
import { seriesSchema } from "../../model/described/series.ts";

const schema = seriesSchema.pick({ upstream: true, references: true, "base-commit": true }).strip();

export type StoredState = z.infer<typeof schema>;

/** Throws UserError for an invalid state, or one of a patch that is not in the series. */
export async function readState(dir: string, patches: readonly string[]): Promise<StoredState> {
  const path = join(dir, "series.yaml");
  if (!existsSync(path)) return {};
  const shown = `patches/${basename(dir)}/series.yaml`;
  const state = checked(await readFile(path, "utf8"), shown);
  const names = ["all", ...patches];
  const nobody = Object.keys(state.upstream ?? {}).find((name) => !names.includes(name));
  if (nobody === undefined) return state;
  throw new UserError(
    `${shown}: upstream: there is no patch ${nobody}`,
    `there are: ${names.join(", ")}`,
  );
}

function checked(text: string, shown: string): StoredState {
  try {
    return schema.parse(parse(text));
  } catch (cause) {
    throw new UserError(
      `${shown}: upstream or references is not valid`,
      "docs/descriptions.md explains them; ./twinboot plan names the key",
      { cause },
    );
  }
}
