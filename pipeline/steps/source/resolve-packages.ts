// The versions that a suite has now of the packages a host's image is taken from.

import { InfraError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { stanzas } from "../../parse/apt.ts";
import { AptState } from "../../tools/apt.ts";
import { aptFolder } from "./refresh-suite.ts";

export type PackagePin = { readonly name: string; readonly version: string };

export const resolvePackages: StepKind<
  { image: string; packages: readonly string[]; architecture?: string },
  { suite: string },
  readonly PackagePin[]
> = {
  name: "resolve-packages",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ kept }, { image, packages, architecture }, { suite }) {
    const shown = await AptState.at(kept(aptFolder(suite, architecture))).cache(
      "show",
      "--no-all-versions",
      ...packages,
    );
    const found = new Map(
      stanzas(shown).map((one) => [one.get("Package") ?? "", one.get("Version") ?? ""]),
    );
    const absent = packages.filter((name) => !found.has(name));
    if (absent.length)
      throw new InfraError(
        `the suite ${suite} has no package ${absent.join(", ")}`,
        `correct images/${image}/packages, or the suite in image.yaml`,
      );
    return pass(packages.map((name) => ({ name, version: found.get(name) ?? "" })));
  },
};
