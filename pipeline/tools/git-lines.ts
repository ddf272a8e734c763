// What git prints, line by line as it comes: a log of a kernel's history must not stand in memory at once.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError } from "../model/errors.ts";
import { type Git, isolated } from "./git.ts";

/**
 * Every line with its line feed; bytes, one character each. `input` is standard input.
 * Throws InfraError where git ends with anything but 0; git is stopped where the reader stops early.
 */
export async function* gitLines(
  git: Git,
  args: readonly string[],
  input: string | Buffer = "",
): AsyncGenerator<string> {
  // prettier-ignore
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", "git", `--git-dir=${git.dir}`, ...args],
    { stdio: ["pipe", "pipe", "pipe"], env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin", ...isolated } });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const closed = once(child, "close") as Promise<[number | null]>;
  try {
    yield* linesIn(child.stdout.setEncoding("latin1"));
    const [code] = await closed;
    if (code === 0) return;
    throw new InfraError(
      `git ${args.slice(0, 3).join(" ")} ended with ${code}: ${Buffer.concat(said).toString().trim()}`,
      `look at the repository with: git --git-dir=${git.dir} fsck`,
    );
  } finally {
    child.kill();
  }
}

async function* linesIn(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield `${line}\n`;
  }
  if (rest) yield rest;
}
