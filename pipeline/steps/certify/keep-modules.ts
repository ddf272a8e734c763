// The modules that platforms ask for, with all that they need, as an initramfs: uncompressed, and nothing else.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { PackagedKernel, PackagedModule } from "../../model/described/packaged-kernel.ts";
import type { StepContext } from "../../model/work/step.ts";
import { moduleName, neededModules, type NeededModules } from "../../parse/source/modules-dep.ts";
import { copyProduct, hasProduct, productText } from "../../tools/build-product.ts";
import { packCompressed } from "../../tools/cpio.ts";
import { complaintIn, runScript } from "./sandbox-script.ts";
import type { Unpacked } from "./unpack-files.ts";

type Asked = {
  readonly release: string;
  readonly modules: readonly string[];
  /** They lie in an initramfs that the guest has: it needs those that are compressed once more, and the lists. */
  readonly inInitramfs: boolean;
};

/** Undefined where there are no modules at all. Throws UserError where they are those of another release. */
export async function keepModules(
  context: StepContext,
  unpacked: Unpacked,
  asked: Asked,
): Promise<PackagedKernel["modules"]> {
  const { root, release } = unpacked;
  if (release === undefined) return undefined;
  if (release !== asked.release && release !== "given")
    throw new UserError(
      `the kernel is ${asked.release} but the modules are for ${release}`,
      "give the packages of one kernel",
    );
  const folder = `lib/modules/${release}`;
  await index(context, unpacked, { folder: release, release: asked.release });
  const needed = neededModules(asked.modules, {
    dep: await productText(root, `${folder}/modules.dep`),
    builtin: (await hasProduct(root, `${folder}/modules.builtin`))
      ? await productText(root, `${folder}/modules.builtin`)
      : "",
  });
  const files = await readyToLoad(context, release, filesOf(needed));
  const archive = await pack(context, asked, needed, files);
  return { archive: await context.keep(archive, "modules.cpio.gz"), files };
}

function filesOf({ lines }: NeededModules): string[] {
  return [...new Set(lines.flatMap(({ file, needs }) => [file, ...needs]))];
}

/** A package may leave it to the machine that it is installed on to say what needs what. */
async function index(
  context: StepContext,
  { root }: Unpacked,
  { folder, release }: { readonly folder: string; readonly release: string },
): Promise<void> {
  if (await hasProduct(root, `lib/modules/${folder}/modules.dep`)) return;
  await scripted(context, "index-modules.sh", [folder, release]);
}

/** Decompressed into out/ready, and what is to be known of each: digest, signer. */
async function readyToLoad(
  context: StepContext,
  release: string,
  files: readonly string[],
): Promise<PackagedModule[]> {
  if (!files.length) return [];
  const stdout = await scripted(context, "ready-modules.sh", [release, ...files]);
  const said = new Map(
    stdout.split("\n").map((line) => {
      const [path = "", digest = "", signer = ""] = line.split("\t");
      return [path, { digest, signer }] as const;
    }),
  );
  return files.map((path) => {
    const { digest = "", signer = "" } = said.get(path) ?? {};
    return { name: moduleName(path), path, digest, ...(signer ? { signer } : {}) };
  });
}

async function scripted(
  { workDir, signal }: StepContext,
  script: `${string}.sh`,
  args: readonly string[],
): Promise<string> {
  const folders = { out: join(workDir, "out") };
  const { exitCode, stdout, log } = await runScript(script, args, folders, signal);
  if (exitCode === 0) return stdout;
  throw new UserError(
    `the kernel's modules cannot be read: ${complaintIn(log)}`,
    "get the package again",
  );
}

/** The names in the lists are those of the files as the guest finds them. */
async function pack(
  { workDir }: StepContext,
  { release, inInitramfs }: Asked,
  { lines, builtin }: NeededModules,
  files: readonly PackagedModule[],
): Promise<string> {
  const root = join(workDir, "modules");
  const folder = join(root, "lib/modules", release);
  await mkdir(folder, { recursive: true });
  for (const { path } of files) {
    if (inInitramfs && path === uncompressed(path)) continue;
    const to = join(folder, uncompressed(path));
    await mkdir(dirname(to), { recursive: true });
    await copyProduct(join(workDir, "out", "ready"), uncompressed(path), to);
  }
  const dep = lines.map(
    ({ file, needs }) =>
      `${uncompressed(file)}:${needs.map((one) => ` ${uncompressed(one)}`).join("")}\n`,
  );
  await writeFile(join(folder, "modules.dep"), dep.join(""));
  await writeFile(join(folder, "modules.builtin"), builtin.map((file) => `${file}\n`).join(""));
  // In an initramfs lib may be a link to usr/lib, and stays one.
  return packCompressed(root, join(workDir, "modules.cpio.gz"), { onlyFiles: inInitramfs });
}

function uncompressed(path: string): string {
  return path.replace(/\.ko\.\w+$/, ".ko");
}
