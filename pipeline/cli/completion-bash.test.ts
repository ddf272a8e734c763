// The script in a real bash, asked as the shell asks it: words, and the one that the cursor is in.
// @module-tag process

import { execFileSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { commands } from "./commands.ts";
import { bashCompletion } from "./completion-bash.ts";
import { longOption } from "./usage/words.ts";

const folder = await temporaryFolder();
const script = join(folder, "completion");
const program = join(folder, "twinboot");
await writeFile(script, bashCompletion(commands));
// Of `./twinboot list KIND` it takes the first word of each line.
await writeFile(
  program,
  `#!/bin/sh\n[ "$1" = list ] && printf '%s-one  x y\\n%s-two  z\\n' "$2" "$2"\n`,
);
await chmod(program, 0o755);

const ask = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); cd "$HOME"; _twinboot; printf '%s\\n' "\${COMPREPLY[@]}"`;

/** Completes the last word. */
function completed(...words: string[]): string[] {
  const env = { ...process.env, HOME: folder };
  const argv = ["--norc", "-c", ask, "bash", script, program, ...words];
  return execFileSync("bash", argv, { env, encoding: "utf8" }).split("\n").filter(Boolean);
}

test("the first word is a command", () => {
  expect(completed("")).toEqual([...commands.map(({ name }) => name), "--help", "--version"]);
  expect(completed("re")).toEqual(["rebase", "resolve", "report"]);
});

test("a word that begins with a hyphen is one of all options of the command", () => {
  for (const { name, options } of commands.filter((one) => Object.keys(one.options).length > 3))
    expect(completed(name, "--")).toEqual([
      ...Object.keys(options).map((key) => longOption(key)),
      "--help",
    ]);
  expect(completed("run", "--pl")).toEqual(["--platform"]);
});

test.each([
  [
    ["run", "--head", ""],
    ["heads-one", "heads-two"],
  ],
  [["run", "--head", "heads-o"], ["heads-one"]],
  [["run", "--head", "heads-one,heads-t"], ["heads-one,heads-two"]],
  [["run", "--head", "=", "heads-t"], ["heads-two"]],
  [
    ["run", "--head", "="],
    ["heads-one", "heads-two"],
  ],
  [["run", "--lane", "n"], ["nightly"]],
  [
    ["run", ""],
    ["series-one", "series-two"],
  ],
  [["run", "series-one", "series-t"], ["series-two"]],
  [["run", "--jobs", ""], []],
  [
    ["run", "--json", "--head", "x", ""],
    ["series-one", "series-two"],
  ],
  [["shell", "platforms-t"], ["platforms-two"]],
  [["shell", "platforms-two", ""], []],
  [
    ["trailers", ""],
    ["series-one", "series-two"],
  ],
  [["trailers", "series-one", "comp"], ["completion"]],
  [["report", "--format", "md", "--output", ""], []],
  [["list", "fl"], ["flavours"]],
  [["help", "ver"], ["verify-report"]],
  [
    ["completion", ""],
    ["bash", "zsh"],
  ],
  [["doctor", ""], []],
  [["nosuch", ""], []],
])("%j is completed to %j", (words, expected) => {
  expect(completed(...words)).toEqual(expected);
});
