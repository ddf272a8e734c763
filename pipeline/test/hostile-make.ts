// A small tree whose Makefile means harm, made in the real sandbox.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Offence } from "../model/errors.ts";
import { copyProduct } from "../tools/build-product.ts";
import { sandboxed } from "../tools/sandbox.ts";
import { run } from "../tools/shell.ts";
import type { Limits } from "../tools/watchdog.ts";
import { temporaryFolder } from "./folder-rig.ts";

/** A folder of the host with a secret, and a build beside it whose Makefile runs these lines. */
export async function hostileMake(...lines: readonly string[]) {
  const dir = await temporaryFolder();
  const [source, objects, secret] = [
    join(dir, "source"),
    join(dir, "objects"),
    join(dir, "secret"),
  ];
  await mkdir(source);
  await mkdir(objects);
  await writeFile(secret, "secret\n");
  await writeFile(join(source, "file"), "source\n");
  const recipe = lines.map((line) => `\t${line.replaceAll("$", "$$$$")}\n`).join("");
  await writeFile(join(source, "Makefile"), `all:\n${recipe}`);
  const line = sandboxed(["make", "--silent", "-f", "/tmp/source/Makefile"], {
    folders: [
      { from: source, to: "/tmp/source", writable: false },
      { from: objects, to: "/tmp/objects", writable: true },
    ],
    env: {},
    cwd: "/tmp/objects",
  });
  const make = async (limits: Partial<Limits> = {}) => run(line, { limits });
  const take = async (product: string) => copyProduct(objects, product, join(dir, "taken"));
  return { dir, source, objects, secret, line, make, take };
}

/** Runs it to its end and gives what it printed; it must have come to its last line. */
export async function printed(...lines: readonly string[]): Promise<string> {
  const { make } = await hostileMake(...lines.map((line) => `${line} || true`), "echo end");
  const { stdout } = await make();
  if (!stdout.endsWith("end\n")) throw new Error(`it did not come to its end: ${stdout}`);
  return stdout.slice(0, -"end\n".length);
}

export async function offence(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.catch((cause: unknown) => cause);
  if (error instanceof Offence) return error.message;
  throw new Error("it was let do it", { cause: error });
}

/** Command lines of this machine's processes. */
export async function commandLines(): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "")));
}
