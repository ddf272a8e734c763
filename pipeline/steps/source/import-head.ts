// A pinned head -> one commit in the bare repository of the store, once.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../../model/digest.ts";
import { InfraError, UserError } from "../../model/errors.ts";
import { type HeadPin, pinInWords, type SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepContext, StepKind } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { importArchive } from "../../tools/archive.ts";
import { Git } from "../../tools/git.ts";
import { fileDigest } from "../../tools/host.ts";
import { fetchHistory } from "../../tools/partial-history.ts";
import { mustRun } from "../../tools/shell.ts";
import { commitAsHead } from "./commit-as-head.ts";
import { commitOutside } from "./commit-outside.ts";
import { aptFolder } from "./refresh-suite.ts";
import { tarballFile } from "./tarball-file.ts";

/** The kept bare repository that holds every head and every rebased series. */
export const headsFolder = "heads.git";

/** A tarball's path is taken from the folder in which twinboot was started. */
export const importHead: StepKind<{ pin: HeadPin }, NoInputs, SourceTree> = {
  name: "import-head",
  version: 1,
  nature: "pure",
  pool: "io",
  outside: commitOutside(headsFolder),
  async run(context, { pin }) {
    const git = await Git.init(context.kept(headsFolder));
    // Here, as heads move seldom and rebases follow.
    await git.tidy();
    context.say(`importing ${pinInWords(pin)}`);
    const ref =
      pin.kind === "git" ? await fetched(git, pin, context) : await imported(git, pin, context);
    return pass(await commitAsHead(git, ref));
  },
};

/** Where a server's branch or tag stood when it was imported last; `ref` may be a pattern of git-for-each-ref(1). */
export function latestRef(url: string, ref: string): string {
  return `refs/twinboot/latest/${digestOf(url).slice(0, 16)}/${ref.replaceAll("/", "%")}`;
}

async function fetched(
  git: Git,
  pin: Extract<HeadPin, { kind: "git" }>,
  { signal }: StepContext,
): Promise<string> {
  const { url, commit } = pin;
  const ref = `refs/twinboot/git/${commit}`;
  // With its history: what landed upstream, and what stands in a patch's way, is looked for there.
  const since = pin.history === "all" ? {} : { since: pin.history };
  await fetchHistory(git, { url, commit, ref, signal, ...since });
  if (pin.ref !== commit) await git.keep(latestRef(url, pin.ref), commit);
  return ref;
}

type ArchivePin = Exclude<HeadPin, { kind: "git" }>;

/** The same archive always gives the same commit: its digest is the message, its date the epoch. */
async function imported(git: Git, pin: ArchivePin, context: StepContext): Promise<string> {
  const file = await (pin.kind === "debian"
    ? debFile(pin, context)
    : tarballFile(pin.from, context.workDir, context.signal));
  await checkDigest(file, pin);
  const archive = pin.kind === "debian" ? await insideDeb(file, pin, context) : file;
  const ref = `refs/twinboot/tarball/${pin.sha256}`;
  const message = `${pin.kind === "debian" ? pin.package : "tarball"}\n\nsha256: ${pin.sha256}\n`;
  await importArchive(git.dir, archive, { ref, message, date: 0 });
  return ref;
}

async function debFile(
  pin: Extract<HeadPin, { kind: "debian" }>,
  { kept, workDir, signal }: StepContext,
): Promise<string> {
  const apt = AptState.at(kept(aptFolder(pin.suite)));
  await apt.get(["download", `${pin.package}=${pin.version}`], workDir, signal);
  const file = (await readdir(workDir)).find((name) => name.endsWith(".deb"));
  return join(workDir, file ?? "absent.deb");
}

/** Debian wraps the source tarball in a package; its one member is streamed out, never installed. */
async function insideDeb(
  deb: string,
  pin: Extract<HeadPin, { kind: "debian" }>,
  { workDir, signal }: StepContext,
): Promise<string> {
  await mustRun(["dpkg-deb", "--extract", deb, join(workDir, "deb")], { signal });
  return join(workDir, "deb", "usr", "src", `${pin.package}.tar.xz`);
}

async function checkDigest(file: string, pin: ArchivePin): Promise<void> {
  const got = await fileDigest(file);
  if (got === pin.sha256) return;
  const message = `${pinInWords(pin)}: the archive's sha256 is ${got ?? "unknown: no such file"}`;
  throw pin.kind === "tarball"
    ? new UserError(message, "correct the head in twinboot.yaml")
    : new InfraError(message, "the mirror changed during the run: run it again");
}
