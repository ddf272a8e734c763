// Every ./twinboot line that a document, a workflow or a message names is one that the command line takes.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../cli/commands.ts";
import { checkout } from "../work/session.ts";
import { longOption } from "../cli/usage/words.ts";

const found = globSync(
  ["*.md", "docs/*.md", ".github/workflows/*.yml", ".ci/run", "images/*.md", "pipeline/**/*.ts"],
  { cwd: checkout },
);
const files = found.filter((path) => !path.startsWith("pipeline/test/"));

/** The command's name, and the options behind it on the line. */
const line = /\.\/twinboot ([a-z][\w-]*)((?:[^\n`"'|;()]|"[^"\n]*")*)/g;

const named = files.flatMap((path) =>
  [...readFileSync(join(checkout, path), "utf8").matchAll(line)].map(
    ([, name = "", rest = ""]) => [path, name, rest.match(/(?<= |\[)--[\w-]+/g) ?? []] as const,
  ),
);

test("there are such lines, with options", () => {
  expect(named.filter(([, , options]) => options.length).length).toBeGreaterThan(20);
});

test.each(named)("%s: ./twinboot %s %j", (_, name, options) => {
  const command = commands.find((one) => one.name === name);
  expect(command?.name).toBe(name);
  const known = Object.keys(command?.options ?? {}).map((key) => longOption(key));
  expect([...known, "--help"]).toEqual(expect.arrayContaining([...options]));
});
