// A stretch of Linux' own history: the point releases of a stable kernel that Debian's archive holds now, each a commit
// on the one before.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { SourceTree } from "../model/described/head.ts";
import { aptOrigins } from "../parse/apt.ts";
import { commitTree } from "../rebase/apply/commit-tree.ts";
import { sourcesOf } from "../steps/source/refresh-suite.ts";
import { AptState, machineOrigins, machineSuite } from "../tools/apt.ts";
import { importArchive } from "../tools/archive.ts";
import type { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { mustRun } from "../tools/shell.ts";
import { temporaryFolder } from "./folder-rig.ts";

export type PointRelease = SourceTree & {
  /** Debian's, as in `6.1.190-1`. */
  readonly version: string;
};

const { signal } = new AbortController();

/** apt's own state for this machine's suite. */
export async function aptOfSuite(): Promise<AptState> {
  const dir = await temporaryFolder();
  const suite = await machineSuite();
  const sources = sourcesOf(suite, suite, aptOrigins(await machineOrigins()));
  return AptState.open(join(dir, "apt"), { sources }, signal);
}

/** The newest `count` of them, the oldest first; as many as there are. */
export async function pointReleases(
  git: Git,
  apt: AptState,
  { source, count }: { source: string; count: number },
): Promise<PointRelease[]> {
  const versions = newestOfEach(await apt.cache("madison", source), source).slice(-count);
  const releases: PointRelease[] = [];
  for (const [at, version] of versions.entries()) {
    const deb = await unpacked(apt, `${source}=${version}`);
    const ref = `refs/twinboot/point/${version}`;
    const words = { ref, message: version, date: 0 };
    await importArchive(git.dir, join(deb, "usr/src", `${source}.tar.xz`), words);
    releases.push(await committed(git, { version, ref, at, before: releases.at(-1) }));
  }
  return releases;
}

/** Of each release the newest that Debian made of it. */
function newestOfEach(madison: string, source: string): string[] {
  const rows = madison.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const all = rows.flatMap(([name, version = ""]) => (name === source ? [version] : []));
  const sorted = [...new Set(all)].toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return [...new Map(sorted.map((one) => [releaseOf(one), one])).values()];
}

function releaseOf(version: string): string {
  return version.split("-")[0] ?? "";
}

async function unpacked(apt: AptState, wanted: string): Promise<string> {
  const dir = await temporaryFolder();
  await apt.get(["download", wanted], dir, signal);
  const deb = (await readdir(dir)).find((name) => name.endsWith(".deb")) ?? "absent.deb";
  await mustRun(["dpkg-deb", "--extract", join(dir, deb), join(dir, "deb")], { signal });
  return join(dir, "deb");
}

type Made = {
  readonly version: string;
  readonly ref: string;
  readonly at: number;
  readonly before: PointRelease | undefined;
};

async function committed(git: Git, { version, ref, at, before }: Made): Promise<PointRelease> {
  const db = ObjectDatabase.of(git.dir);
  const tree = await commitTree(db, await git.must("rev-parse", ref));
  const who = `Twinboot <twinboot@localhost> ${1_700_000_000 + at * 86_400} +0000`;
  const parent = before ? `parent ${before.commit}\n` : "";
  const text = `tree ${tree}\n${parent}author ${who}\ncommitter ${who}\n\nLinux ${releaseOf(version)}\n`;
  const commit = db.write("commit", Buffer.from(text));
  db.flush();
  await git.keep(`refs/tags/v${releaseOf(version)}`, commit);
  return { commit, tree, release: releaseOf(version), version };
}
