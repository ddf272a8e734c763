// A hypervisor's source, unpacked: a source package's untouched upstream archive, a commit, a tarball.

import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { SourceTree } from "../../model/described/head.ts";
import { InfraError } from "../../model/errors.ts";
import type {
  BuildableHypervisor,
  PackagePin,
  SourcePin,
} from "../../model/described/hypervisor.ts";
import type { StepContext } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { Git } from "../../tools/git.ts";
import { gitFetch } from "../../tools/git-fetch.ts";
import { fileDigest } from "../../tools/host.ts";
import { inTurn } from "../../tools/in-turn.ts";
import { type Sandbox, sandboxed } from "../../tools/sandbox.ts";
import { mustRun } from "../../tools/shell.ts";
import { headsFolder } from "./import-head.ts";
import { aptFolder } from "./refresh-suite.ts";
import { tarballFile } from "./tarball-file.ts";

/** The kept bare repository with the commits that were built, without what came before them. */
const hypervisorsFolder = "hypervisors.git";

type Described = Pick<BuildableHypervisor, "hypervisor" | "source">;
type CommitPin = Extract<SourcePin, { readonly commit: string }>;
type TarballPin = Extract<SourcePin, { readonly tarball: string }>;

/** Gives the folder, below the step's own. Throws InfraError where the source does not come as it is pinned. */
export async function hypervisorSource(
  context: StepContext,
  described: Described,
  pin: SourcePin,
): Promise<string> {
  const source = await unpacked(context, await sourceArchive(context, described, pin));
  if ("commit" in pin) await sayChangeset(source, changesetOf(pin));
  return source;
}

/** The same with a series on it, which is a commit beside the heads. */
export async function patchedSource(
  context: StepContext,
  { commit }: Pick<SourceTree, "commit">,
  changeset: string,
): Promise<string> {
  const archive = await archived(new Git(context.kept(headsFolder)), commit, context.workDir);
  const source = await unpacked(context, archive);
  await sayChangeset(source, changeset);
  return source;
}

/** As xen/tools/scmversion reads it; every guest reads it back, in /sys/hypervisor/properties/changeset. */
async function sayChangeset(source: string, changeset: string): Promise<void> {
  await mustRun(inSource(source, ["tee", ".scmversion"]), { input: changeset });
}

/** What a hypervisor that was built of a commit says of where it comes from. */
export function changesetOf({ commit }: Pick<CommitPin, "commit">): string {
  return `git:${commit}`;
}

/** Gives the path; its end says how it is packed. */
export async function sourceArchive(
  context: StepContext,
  of: Described,
  pin: SourcePin,
): Promise<string> {
  if ("outOfReach" in pin) throw new InfraError(pin.outOfReach, pin.next);
  if ("commit" in pin) return exported(context, pin);
  return "tarball" in pin ? tarball(context, of, pin) : upstreamArchive(context, of, pin);
}

/** The commit alone is fetched, by its id: a branch may have moved since. */
async function exported({ kept, workDir, signal }: StepContext, pin: CommitPin): Promise<string> {
  const { git: url, commit } = pin;
  const git = await Git.init(kept(hypervisorsFolder));
  const ref = `refs/twinboot/${commit}`;
  const args = ["--depth=1", "--no-tags", url, `+${commit}:${ref}`];
  await inTurn(git.dir, async () => {
    const { ok } = await git.try({ args: ["rev-parse", "--quiet", "--verify", ref] });
    if (!ok) await gitFetch({ gitDir: git.dir, url, args, signal });
  });
  return archived(git, commit, workDir);
}

async function archived(git: Git, commit: string, into: string): Promise<string> {
  await git.takeBytesAsTheyAre();
  const file = join(into, "commit.tar");
  await git.must("archive", "--format=tar", "--prefix=source/", `--output=${file}`, commit);
  return file;
}

async function tarball(
  { workDir, signal }: StepContext,
  { hypervisor }: Described,
  { tarball: from, sha256 }: TarballPin,
): Promise<string> {
  const file = await tarballFile(from, workDir, signal);
  const got = await fileDigest(file);
  if (got === sha256) return file;
  throw new InfraError(
    `${from}: the archive's sha256 is ${got ?? "unknown: no such file"}`,
    `run it again; if it stays so, correct source in hypervisor/${hypervisor}/hypervisor.yaml`,
  );
}

async function upstreamArchive(
  { kept, workDir, signal }: StepContext,
  { source }: Described,
  pin: PackagePin,
): Promise<string> {
  const apt = AptState.at(kept(aptFolder("suite" in source ? source.suite : "")));
  const asked = `${pin.package}=${pin.version}`;
  await apt.get(["source", "--download-only", "--only-source", asked], workDir, signal);
  const file = join(workDir, pin.file);
  if ((await fileDigest(file)) === pin.sha256) return file;
  throw new InfraError(
    `${pin.file}: not the archive that the mirror announced`,
    "the mirror changed during the run: run it again",
  );
}

/** In the sandbox: what a server sent may not become more than a build can make. */
async function unpacked({ workDir, signal }: StepContext, archive: string): Promise<string> {
  const [from, source] = [join(workDir, "archive"), join(workDir, "source")];
  await mkdir(from);
  await mkdir(source);
  await copyFile(archive, join(from, "tarball"));
  const tar = ["tar", "--extract", "--file", "/tmp/archive/tarball", "--strip-components=1"];
  const folder = { from, to: "/tmp/archive", writable: true } as const;
  await mustRun(inSource(source, tar, [folder]), { signal });
  return source;
}

/** The source, as a command in the sandbox sees it. */
export const inSandbox = "/tmp/xen";

/** A command in the source's folder, with nothing of the host but its programs. */
export function inSource(
  source: string,
  argv: readonly string[],
  folders: Sandbox["folders"] = [],
): string[] {
  return sandboxed(argv, {
    folders: [...folders, { from: source, to: inSandbox, writable: true }],
    env: { TZ: "UTC", SOURCE_DATE_EPOCH: "0" },
    cwd: inSandbox,
  });
}
