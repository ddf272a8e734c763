// Nothing that somebody once installed by hand counts here: every package that a list, an image, a workflow or a
// message names is looked for on a machine of each supported system that has none.
// @module-tag process

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { neededPackages } from "../model/described/needed-package.ts";
import { supportedSystems } from "../model/described/supported-system.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { listed } from "../steps/build/build-host-image.ts";
import type { AptState } from "../tools/apt.ts";
import { bareSystem, contentsOf, placesOf, resolve, unknownTo } from "./bare-system.ts";
import { trackedFiles } from "./tracked-files.ts";
import { checkout } from "./vm/cli-rig.ts";

const toRun = neededPackages(read("pipeline/tools/system-packages"));
const toTest = neededPackages(read("pipeline/tools/test-packages"));
/** What a run gets once it builds or boots for another architecture. */
const forOthers = [...readDescriptions(checkout).architectures.values()].flatMap((one) =>
  Object.entries({ ...one.packages, ...one.crossPackages }).map(([what, name]) => ({
    what,
    package: name,
  })),
);
const tracked = trackedFiles().filter((path) => existsSync(join(checkout, path)));

describe.each(supportedSystems)(
  "on $name with nothing installed",
  { tags: ["vm"] },
  ({ suite }) => {
    let system: AptState;
    let contents: ReadonlyMap<string, ReadonlySet<string>>;
    beforeAll(async () => {
      system = await bareSystem(suite);
      contents = await contentsOf(system, [...toRun, ...toTest].map(nameOf));
    });

    it("apt can install what ./twinboot run needs", async () => {
      await resolve(system, [...toRun.map(nameOf), "nodejs", "npm"]);
    });

    it("apt can install what ./twinboot test needs besides", async () => {
      await resolve(system, [...toRun, ...toTest].map(nameOf));
    });

    it("apt can install what other architectures need besides", async () => {
      await resolve(system, [...toRun, ...forOthers].map(nameOf));
    });

    it.each([...toRun, ...toTest])("$package brings $what", ({ what, package: name }) => {
      expect(placesOf(what).filter((place) => contents.get(name)?.has(place))).not.toEqual([]);
    });

    it("each package that a message, a page or a workflow tells to install is there", async () => {
      const named = namedInTexts();
      expect(named).toContain("redis-server");
      expect(await unknownTo(system, named)).toEqual([]);
    });

    it("a package that it does not have is refused", async () => {
      await expect(resolve(system, ["qboot"])).rejects.toThrow(/Unable to locate package qboot/);
      expect(await unknownTo(system, ["git", "qboot"])).toEqual(["qboot"]);
    });
  },
);

describe("the image", { tags: ["vm"] }, () => {
  const { hostImages } = readDescriptions(checkout);
  it.each([...hostImages])(
    "%s is made of packages that its suite has",
    async (_, { suite, sources }) => {
      await resolve(await bareSystem(suite), listed(sources["packages"] ?? ""));
    },
  );
});

describe("the lists", () => {
  it("have every command that is run by its name", () => {
    const code = textOf(/^pipeline\/(?:tools|steps|rebase|dossier)\/.*(?<!\.test)\.ts$/);
    const calls = [...code.matchAll(/\b(?:mustRun|run)\(\[\s*"([\w.-]+)"/g)];
    const commands = new Set(calls.map(([, command = ""]) => command));
    expect(commands).toContain("mmdebstrap");
    for (const essential of ["apt-cache", "apt-get", "chmod", "cp", "dpkg", "find", "gzip", "tar"])
      commands.delete(essential);
    for (const { what } of [...toRun, ...forOthers]) commands.delete(what);
    expect([...commands]).toEqual([]);
  });
});

/** The packages in `apt-get install ...` of messages, pages and workflows. */
function namedInTexts(): string[] {
  const text = textOf(/(?<!\.test)\.ts$|\.yml$|^(?!CHANGELOG).*\.md$/);
  const lines = [...text.matchAll(/\bapt(?:-get)? install (?:-[\w-]+ )*([a-z][a-z0-9+. -]+)/g)];
  return [...new Set(lines.flatMap(([, packages = ""]) => packages.trim().split(" ")))];
}

function textOf(paths: RegExp): string {
  return tracked
    .filter((path) => paths.test(path))
    .map(read)
    .join("\n");
}

function nameOf({ package: name }: { readonly package: string }): string {
  return name;
}

function read(path: string): string {
  return readFileSync(join(checkout, path), "utf8");
}
