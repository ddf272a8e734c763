// A clone of the kernel that the user has: what is in it need not be fetched, nor kept twice.

import { existsSync } from "node:fs";
import { UserError } from "../model/errors.ts";
import { Git } from "./git.ts";

const key = "twinboot.yaml: git.reference";

/** Where its objects lie. Throws UserError where it is none, or one whose history is not whole. */
export async function objectsOf(clone: string): Promise<string> {
  const dir = existsSync(clone)
    ? await asked(clone, ["--path-format=absolute", "--git-path", "objects"])
    : "";
  if (!dir)
    throw new UserError(
      `${key}: ${clone} is no git repository`,
      "name a clone, or take the key out",
    );
  if ((await asked(clone, ["--is-shallow-repository"])) === "true")
    throw new UserError(`${key}: ${clone} is a shallow clone`, `git -C ${clone} fetch --unshallow`);
  const args = ["config", "--get-regexp", String.raw`^remote\..*\.partialclonefilter$`];
  const { stdout } = await Git.ofCheckout(clone).try({ args });
  if (stdout.split("\n").some((line) => line && !/ blob:/.test(line)))
    throw new UserError(
      `${key}: ${clone} was cloned without its trees`,
      "name a whole clone, or a blobless one",
    );
  return dir;
}

async function asked(clone: string, args: readonly string[]): Promise<string> {
  return (await Git.ofCheckout(clone).try({ args: ["rev-parse", ...args] })).stdout.trim();
}
