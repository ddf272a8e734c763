// A tag or commit of a git head, as a head of its own for one command.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import { headSchema } from "../../model/described/head.ts";

/** Under the revision's own name. Throws UserError if it is not valid, or if the head is not named. */
export function withRevision(
  all: Descriptions,
  revision: string,
  names: readonly string[] | undefined,
): Descriptions {
  const { heads } = all.installation;
  const git = Object.keys(heads).filter((name) => heads[name]?.kind === "git");
  const asked = (names ?? git).filter((name) => git.includes(name));
  const [of, another] = asked;
  if (of === undefined || another !== undefined)
    throw new UserError(
      `--onto ${revision} needs a git head`,
      git.length
        ? `choose one with --head: ${git.join(", ")}`
        : "add one to twinboot.yaml: kind: git",
    );
  const described = headSchema.safeParse({ ...heads[of], ref: revision });
  if (!described.success)
    throw new UserError(
      `--onto ${revision}: no such revision`,
      "give a tag or a full 40-digit commit id",
    );
  const installation = { ...all.installation, heads: { ...heads, [revision]: described.data } };
  return { ...all, installation };
}
