// A tarball, compressed or not -> a commit; decompression runs beside the import, on the other core.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { InfraError, UserError } from "../model/errors.ts";
import { childLine } from "./child-line.ts";
import { type CommitText, importTar } from "./fast-import.ts";

const decompressors: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.(tar\.xz|txz)$/, ["xz", "-dc", "-T0"]],
  [/\.(tar\.gz|tgz)$/, ["gzip", "-dc"]],
  [/\.(tar\.zst)$/, ["zstd", "-dc"]],
  [/\.(tar\.bz2)$/, ["bzip2", "-dc"]],
  [/\.tar$/, ["cat"]],
];

/** Imports the archive's files, without its top folder, as one commit under `text.ref`. */
export async function importArchive(
  gitDir: string,
  archive: string,
  text: CommitText,
): Promise<void> {
  const command = decompressors.find(([ending]) => ending.test(archive))?.[1];
  if (!command)
    throw new UserError(`${archive} is not a readable tarball`, "use .tar.xz, .tar.gz or .tar.zst");
  const unpacked = spawn(...childLine([...command, archive]), {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  unpacked.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const closed = once(unpacked, "close");
  const imported = await importTar(gitDir, unpacked.stdout, text).catch((error: unknown) => {
    unpacked.kill();
    return { error };
  });
  const [code] = (await closed) as [number | null];
  if (imported && !code) throw imported.error;
  if (code === 0) return;
  const why = Buffer.concat(said).toString().trim();
  throw new InfraError(`${archive} could not be unpacked: ${why}`, "get the file again");
}
