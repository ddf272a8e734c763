// What git prints, part by part as it comes: a log of a kernel's history must not stand in memory at once.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError } from "../model/errors.ts";
import { childLine } from "./child-line.ts";
import type { Git } from "./git.ts";
import { gitEnvironment } from "./git-environment.ts";

/**
 * Every line with its line feed; bytes, one character each. `input` is standard input.
 * Throws InfraError where git ends with anything but 0; git is stopped where the reader stops early.
 */
export async function* gitLines(
  git: Git,
  args: readonly string[],
  input: string | Buffer = "",
): AsyncGenerator<string> {
  for await (const lines of gitParts(git, args, { input, end: "\n" }))
    for (const line of lines) yield line;
}

type Reading = { readonly input: string | Buffer; readonly end: string };

/** As gitLines, for parts that another character ends, as many at a time as have come: much cheaper for many. */
export async function* gitParts(
  git: Git,
  args: readonly string[],
  { input, end }: Reading,
): AsyncGenerator<readonly string[]> {
  const child = spawn(...childLine(["git", `--git-dir=${git.dir}`, ...args]), {
    stdio: ["pipe", "pipe", "pipe"],
    env: gitEnvironment(),
  });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const closed = once(child, "close") as Promise<[number | null]>;
  try {
    yield* partsIn(child.stdout.setEncoding("latin1"), end);
    const [code] = await closed;
    if (code === 0) return;
    throw new InfraError(
      `git ${args.slice(0, 3).join(" ")} ended with ${code}: ${Buffer.concat(said).toString().trim()}`,
      `check the repository with: git --git-dir=${git.dir} fsck`,
    );
  } finally {
    child.kill();
  }
}

async function* partsIn(
  chunks: AsyncIterable<string>,
  end: string,
): AsyncGenerator<readonly string[]> {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split(end);
    rest = parts.pop() ?? "";
    yield parts.map((part) => part + end);
  }
  if (rest) yield [rest];
}
