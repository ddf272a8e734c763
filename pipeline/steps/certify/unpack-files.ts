// What was given, unpacked in the sandbox into one folder: boot/ and lib/modules/RELEASE/.

import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { GivenKernel, PackageWords } from "../../model/described/packaged-kernel.ts";
import type { StepContext } from "../../model/work/step.ts";
import { complaintIn, runScript } from "./sandbox-script.ts";

export type Unpacked = {
  /** What the packages hold; everything in it is hostile. */
  readonly root: string;
  /** Below root. */
  readonly image: string;
  readonly config?: string;
  /** Below lib/modules. */
  readonly release?: string;
  readonly packages: readonly PackageWords[];
  readonly complaints: readonly string[];
  /** Of each file that was given. */
  readonly origins: readonly string[];
};

const plainPath = /^[\w.+~-]+(?:\/[\w.+~-]+)*$/;

/** Throws UserError for what is no package of a kernel, or cannot be unpacked. */
export async function unpackFiles(context: StepContext, given: GivenKernel): Promise<Unpacked> {
  const { workDir, signal } = context;
  const [from, to] = [join(workDir, "in"), join(workDir, "out")];
  await Promise.all([mkdir(from), mkdir(to)]);
  for (const [at, file] of given.files.entries())
    await copyFile(context.path(file), join(from, `file${at}`));
  if (given.modules) await copyFile(context.path(given.modules), join(from, "modules.tar"));
  if (given.keyring) await copyFile(context.path(given.keyring), join(from, "keyring"));
  const folders = { in: from, out: to };
  const { exitCode, stdout, log } = await runScript("unpack.sh", [], folders, signal);
  const names = given.files.map(({ name }) => name).join(", ");
  if (exitCode !== 0)
    throw new UserError(
      `${names} cannot be unpacked: ${complaintIn(log)}`,
      "get the package again",
    );
  const origins = given.files.map(({ name }, at) => originOf(name, `file${at}`, { given, stdout }));
  return { root: join(to, "root"), origins, ...readWords(stdout, names) };
}

type Told = { readonly given: GivenKernel; readonly stdout: string };

/** Apt checks the signature of a suite's Release file by Debian's keyring, and by it every digest down to the file's. */
function originOf(name: string, file: string, { given, stdout }: Told): string {
  const { suite, keyring } = given;
  if (suite !== undefined)
    return `${name}: the signed Release of ${suite} names its list of packages by digest, and that the file`;
  if (keyring && stdout.split("\n").includes(`signed\t${file}`))
    return `${name}: it is signed by a key of ${keyring.name} (SHA-256 ${keyring.digest})`;
  return `${name}: no signature was checked`;
}

/** What the script says, a line each: `word<TAB>value...`. */
function readWords(stdout: string, names: string): Omit<Unpacked, "root" | "origins"> {
  const lines = stdout.split("\n").map((line) => line.split("\t"));
  const all = (word: string): string[] =>
    lines.flatMap(([first, second = ""]) => (first === word ? [second] : []));
  const images = all("image").filter((path) => plainPath.test(path));
  const release = all("release").find((path) => plainPath.test(path));
  const [image, ...others] = images;
  if (image === undefined)
    throw new UserError(`${names}: contains no kernel`, "give the package with /boot/vmlinuz");
  if (others.length)
    throw new UserError(
      `${names}: contains ${images.length} kernels: ${images.join(", ")}`,
      "give the packages of one kernel",
    );
  const config = all("config").find((path) => plainPath.test(path));
  return {
    image,
    ...(config ? { config } : {}),
    ...(release ? { release } : {}),
    packages: lines.flatMap(([first, name = "", version = "", architecture = ""]) =>
      first === "package" ? [{ name, version, architecture }] : [],
    ),
    complaints: all("complaint"),
  };
}
