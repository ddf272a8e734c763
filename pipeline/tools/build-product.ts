// The only way in which the host takes products of a build. Their folder's contents come from a series' code:
// a link to a file of the host, a FIFO that never comes back, a file of 200 GB without a byte in it.

import { createWriteStream, type Stats } from "node:fs";
import { constants, type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Offence } from "../model/errors.ts";

/** A vmlinux with all its debug information is some 500 MB. */
const largestFile = 4 * 2 ** 30;
/** Configurations, releases, lists. */
const largestText = 64 * 2 ** 20;

/**
 * Copies the bytes of `path`, below the folder that a build wrote to, into a new file, with a mode of ours. Nothing may run in the folder any
 * more. Throws Offence if it is not a regular file, is reached through a link, is too large, or does not exist.
 */
export async function copyProduct(
  folder: string,
  path: string,
  to: string,
  { mode = 0o644 }: { mode?: number } = {},
): Promise<string> {
  await using product = await openProduct(folder, path, largestFile);
  await pipeline(
    product.createReadStream({ highWaterMark: 2 ** 20, autoClose: false }),
    createWriteStream(to, { flags: "wx", mode }),
  ).catch((cause: NodeJS.ErrnoException) => {
    // In a folder that the build could write to, a link would have been followed.
    if (cause.code !== "EEXIST") throw cause;
    throw new Offence("bad-product", `the build put something in the place of ${to}`, { cause });
  });
  return to;
}

/** The bytes of a small product. Throws as `copyProduct` does. */
export async function productBytes(folder: string, path: string): Promise<Buffer> {
  await using product = await openProduct(folder, path, largestText);
  return product.readFile();
}

/** The same as UTF-8. */
export async function productText(folder: string, path: string): Promise<string> {
  return (await productBytes(folder, path)).toString();
}

/** Whether a regular file, or anything else, exists; links are not followed. */
export async function hasProduct(folder: string, path: string): Promise<boolean> {
  return await openPath(folder, path).then(
    async (found) => found.close().then(() => true),
    (error: unknown) => {
      if (error instanceof Offence) return false;
      throw error;
    },
  );
}

/** Opened for reading by descriptor: the file that was checked, even if its path changed since. */
async function openProduct(folder: string, path: string, largest: number): Promise<FileHandle> {
  await using found = await openPath(folder, path);
  const is = await found.stat();
  if (!is.isFile()) throw offence(path, `as ${kindOf(is)}`);
  if (is.size > largest) throw offence(path, `with ${is.size} bytes; ${largest} are allowed`);
  return await open(byDescriptor(found), constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (cause: unknown) => {
      throw offence(path, "unreadable", cause);
    },
  );
}

/** open(2): names a file without opening it, so that a FIFO or a device is not touched. Node does not have it. */
const O_PATH = 0o10000000;

/** Walks down name by name, each below the descriptor before it. */
async function openPath(folder: string, path: string): Promise<FileHandle> {
  const names = path.split("/");
  if (names.some((name) => name === "" || name === "." || name === ".."))
    throw new Error(`${path} is no path below a build's folder`);
  let at = await open(folder, O_PATH | constants.O_DIRECTORY);
  for (const name of names) {
    await using above = at;
    at = await open(`${byDescriptor(above)}/${name}`, O_PATH | constants.O_NOFOLLOW).catch(
      (cause: NodeJS.ErrnoException) => {
        throw offence(path, cause.code === "ENOENT" ? undefined : `unreachable: ${cause.code}`);
      },
    );
    // With O_PATH and O_NOFOLLOW a link itself is opened; it is not walked through.
    if ((await at.stat()).isSymbolicLink()) {
      await at.close();
      throw offence(path, `as a symbolic link${name === names.at(-1) ? "" : ` (${name})`}`);
    }
  }
  return at;
}

function byDescriptor({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`;
}

function kindOf(is: Stats): string {
  if (is.isDirectory()) return "a folder";
  if (is.isFIFO()) return "a FIFO";
  if (is.isSocket()) return "a socket";
  return "a device";
}

function offence(path: string, how: string | undefined, cause?: unknown): Offence {
  const message = how === undefined ? `did not make ${path}` : `left ${path} ${how}`;
  return new Offence("bad-product", `the build ${message}`, { cause });
}
