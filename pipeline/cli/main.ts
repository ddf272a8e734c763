// The command line: picks the command, turns what it throws into words and an exit code.

import { InfraError, Interrupted, Offence, UserError } from "../model/errors.ts";
import { parseCommandLine } from "./arguments.ts";
import { commands, notThereYet } from "./commands.ts";
import { help } from "./help.ts";

/** 0 all passed, 1 findings, 2 wrong usage or description, 3 infrastructure, 70 our own mistake, 130 interrupted. */
async function main(argv: readonly string[]): Promise<number> {
  const { command, operands, options } = parseCommandLine(argv);
  if (command === "help") {
    process.stdout.write(help);
    return 0;
  }
  if (notThereYet.has(command))
    throw new UserError(`${command} is not there yet`, "./twinboot help shows what is");
  const run = commands.get(command);
  if (!run) throw new UserError(`there is no command ${command}`, "./twinboot help");
  return run(operands, options);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return say(error.message, undefined, 130);
  if (error instanceof UserError) return say(error.message, error.hint, 2);
  if (error instanceof InfraError) return say(error.message, error.hint, 3);
  if (error instanceof Offence) return say(error.message, "look at what the tree runs there", 1);
  if (isFullDisk(error)) return say(error.message, "make room; see: df -h", 3);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return say(
    `this is a mistake in twinboot itself:\n${stack}`,
    "report it with the lines above",
    70,
  );
}

function isFullDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && error.code === "ENOSPC";
}

function say(message: string, hint: string | undefined, code: number): number {
  process.stderr.write(`twinboot: ${message}\n${hint ? `  next: ${hint}\n` : ""}`);
  return code;
}

// Builds run as another user where the caller is root: what is checked out for them must be readable.
process.umask(0o022);
// A reader that has seen enough (`| head`) must not end a run: what it builds is kept.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2)).catch(exitCodeOf);
