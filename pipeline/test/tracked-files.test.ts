// A file that no rule knows is somebody's leftover: each tracked path must be of one of these kinds.
// @module-tag process

import { expect, test } from "vitest";
import { trackedFiles } from "./tracked-files.ts";

const name = "[a-z0-9][a-z0-9._-]*";

const kinds: readonly RegExp[] = [
  /^(?:README|ARCHITECTURE|CONTRIBUTING|CHANGELOG)\.md$/,
  /^(?:LICENSE|twinboot|twinboot\.yaml|package\.json|package-lock\.json)$/,
  /^(?:tsconfig\.json|vitest\.config\.ts|knip\.json|\.oxfmtrc\.json|\.oxlintrc\.json|\.gitignore)$/,
  /^\.ci\/run$/,
  below("\\.github/workflows", `${name}\\.yml`),
  below("\\.github", `(?:actions/${name}/action\\.yml|renovate\\.json)`),
  below("docs", `${name}\\.(?:md|png|1)`),
  below("reports", "(?:README|example)\\.md"),
  below("patches", `${name}/${name}\\.patch`),
  below("patches", `${name}/(?:cover\\.md|series|series\\.yaml|kconfig|quilt\\.yaml)`),
  below("patches", `${name}/posted/v[1-9]\\d*\\.mbox`),
  below("patches", `${name}/resolutions/${name}`),
  below("results", `${name}\\.(?:yaml|json|log)`),
  below("hypervisor", `${name}/(?:hypervisor\\.yaml|tests\\.list|${name}\\.config)`),
  below("images", "README\\.md"),
  below("images", `(?:architectures|flavours|known|platforms|profiles)/${name}\\.yaml`),
  below("images", `flavours/${name}\\.config`),
  below("images", `${name}/(?:image\\.yaml|init|files|packages)`),
  below("images", `(?:guest(?:/arch/[a-z0-9_]+)?|counter)/[a-z0-9_]+\\.[ch]`),
  below("images", "(?:accelerator/[a-z]+\\.S|selftests/list)"),
  below("pipeline", `(?:${name}/)+${name}\\.ts`),
  below("pipeline/test/vm", "(?:enter-root|refused_calls\\.c)"),
  below("pipeline/tools", "(?:(?:system|test)-packages|apt-last-word\\.conf|sandbox-probe\\.pl)"),
  below("pipeline/report", "(?:certify/bulletin\\.css|html/site-files/(?:site\\.js|style\\.css))"),
  below("pipeline/steps/certify", "[a-z]+(?:-[a-z]+)*\\.sh"),
  below("pipeline/test/schemas", "junit\\.xsd"),
  /^pipeline\/rooms\.yaml$/,
  /^pipeline\/test\/console\/\.gitattributes$/,
  below("pipeline/test", `console/${name}\\.(?:log|yaml|json)`),
  below("pipeline/test/faults", `${name}\\.yaml`),
  below("pipeline/test/faults", `kernels/${name}/(?:${name}\\.patch|kconfig|series|series\\.yaml)`),
];

/** Those of what git tracks that no kind fits. */
function strays(paths: readonly string[]): string[] {
  return paths.filter((path) => !kinds.some((kind) => kind.test(path)));
}

function below(folder: string, path: string): RegExp {
  return new RegExp(`^${folder}/${path}$`);
}

test("every tracked file is of a kind that has a place here", () => {
  const tracked = trackedFiles();
  expect(tracked).toContain("README.md");
  expect(strays(tracked)).toEqual([]);
});

test.each([
  ".checkpatch-camelcase.git.",
  "images/guest/.checkpatch-camelcase.date.2026",
  "images/guest/init.c.orig",
  "patches/hypervisor-sysfs/0001.patch.rej",
  "pipeline/core.1234",
  "pipeline/cli/main.ts~",
  "notes.txt",
  "reports/latest/run.json",
])("%s has no place here", (path) => {
  expect(strays([path])).toEqual([path]);
});
