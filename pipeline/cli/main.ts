// The command line: picks the command, turns what it throws into words and an exit status.

import { readFileSync } from "node:fs";
import { InfraError, Interrupted, Offence, UserError } from "../model/errors.ts";
import { visibleText } from "../report/safe/visible-text.ts";
import { commandNamed } from "./command-named.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import { systemHint } from "./system-error.ts";

/** 0 all passed, 1 findings, 2 wrong usage or description, 3 infrastructure, 70 our own mistake, 130 interrupted. */
async function main([name = "help", ...argv]: readonly string[]): Promise<number> {
  if (name === "--version") {
    process.stdout.write(`twinboot ${version()}\n`);
    return 0;
  }
  const isHelp = name === "--help" || name === "-h";
  const command = commandNamed(isHelp ? "help" : name);
  if (asksForHelp(argv)) return main(["help", command.name]);
  const given = parseCommandLine(command, argv);
  const run = await command.run();
  return run(given as never);
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.some((word, at) => /^(?:-h|--help)$/.test(word) && (end === -1 || at < end));
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof Interrupted) {
    const { goOnWith } = await import("../work/go-on.ts");
    return say(error.message, goOnWith(process.argv.slice(2)), 130);
  }
  if (error instanceof UserError) return say(error.message, error.hint, 2);
  if (error instanceof InfraError) return say(error.message, error.hint, 3);
  if (error instanceof Offence) return say(error.message, "check what the tree runs there", 1);
  const hint = systemHint(error);
  if (hint !== undefined) return say((error as Error).message, hint, 3);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return say(`internal error:\n${stack}`, "please report it with the lines above", 70);
}

function say(message: string, hint: string | undefined, code: number): number {
  const lines = `twinboot: ${message}\n${hint ? `  next: ${hint}\n` : ""}`;
  process.stderr.write(visibleText(lines));
  return code;
}

// Builds run as another user where the caller is root: what is checked out for them must be readable.
process.umask(0o022);
// A reader that has seen enough (`| head`) must not end a run: what it builds is kept.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2)).catch(exitCodeOf);
