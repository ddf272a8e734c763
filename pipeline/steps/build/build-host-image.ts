// A host's userland: files of Debian packages with the libraries they name, a PID 1 of ours, no network.

import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GuestImage, HostImage, Sources } from "../../model/described/image.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { packCompressed } from "../../tools/cpio.ts";
import { copyWithLibraries } from "../../tools/library-closure.ts";
import { mustRun } from "../../tools/shell.ts";
import { aptFolder } from "../source/refresh-suite.ts";
import type { PackagePin } from "../source/resolve-packages.ts";

type Params = {
  image: string;
  suite: string;
  sources: Sources;
  packages: readonly PackagePin[];
  /** What Debian's folders of libraries are named: `x86_64-linux-gnu`. */
  triplet: string;
  /** Debian's name; this machine's where absent. */
  architecture?: string;
};
type Inputs = { guest: GuestImage };

export const buildHostImage: StepKind<Params, Inputs, HostImage> = {
  name: "build-host-image",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ guest }) => guest.recorder,
  async run(context, params, { guest }) {
    const { image, sources, triplet } = params;
    const unpacked = await unpack(context, params);
    const root = join(context.workDir, "root");
    await copyWithLibraries(unpacked, listed(sources["files"] ?? ""), root, triplet);
    await mkdir(join(root, "bin"), { recursive: true });
    await writeFile(join(root, "init"), sources["init"] ?? "", { mode: 0o755 });
    await copyFile(context.path(guest.recorder), join(root, "bin", "record"));
    await mustRun(["chmod", "755", join(root, "bin", "record")]);
    const archive = await packCompressed(root, join(context.workDir, "image"));
    return pass({
      initramfs: await context.keep(archive, `${image}.cpio.gz`),
      packages: await packagesOf(unpacked),
    });
  },
};

/** Lines of a list, without comments. */
export function listed(text: string): string[] {
  return text.split("\n").filter((line) => line && !line.startsWith("#"));
}

/** Unpacks without configuring: no maintainer script of any package runs. */
async function unpack(
  { kept, workDir, signal }: StepContext,
  { suite, packages, architecture }: Params,
): Promise<string> {
  const to = join(workDir, "unpacked");
  const include = packages.map(({ name }) => name).join(",");
  const { sourcesList } = AptState.at(kept(aptFolder(suite, architecture)));
  // No early verdict needs an image, and unpacking takes a CPU for a minute.
  // prettier-ignore
  await mustRun(["mmdebstrap", "--quiet", "--variant=extract", `--include=${include}`, "--format=directory",
    ...(architecture ? [`--architectures=${architecture}`] : []),
    // The packages themselves stay in apt's cache there: their names say what was got.
    "--skip=essential/unlink,cleanup/apt", suite, to, sourcesList], { signal, background: true });
  return to;
}

/** What was unpacked: `name version`. apt names its files name_version_arch.deb, with %3a for a colon. */
async function packagesOf(root: string): Promise<string[]> {
  const files = await readdir(join(root, "var/cache/apt/archives"));
  const debs = files.filter((name) => name.endsWith(".deb")).toSorted();
  return debs.map((name) => decodeURIComponent(name).split("_").slice(0, 2).join(" "));
}
